// Times and durations in few words.

/** `2026-11-22 19:05 UTC` */
export function timeText(iso: string | undefined): string {
  return iso === undefined ? 'not yet' : `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

/** `3 s ago`, `2 h ago`; of the future: `now`. */
export function agoText(iso: string | undefined, nowMs: number): string {
  if (iso === undefined) return 'never';
  const ms = nowMs - Date.parse(iso);
  return ms < 1000 ? 'now' : `${durationText(ms / 1000)} ago`;
}

/** In the largest unit of which there are two or more. */
function durationText(seconds: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
  ] as const;
  const [unit, size] = units.find(([, length]) => seconds >= 2 * length) ?? ['s', 1];
  return `${Math.floor(seconds / size)} ${unit}`;
}

// Dark or light: as the reader's system says until he chooses; on paper always light. What is drawn on a canvas must be told of a change, because no
// style sheet reaches it.

export type Theme = 'dark' | 'light';

const KEY = 'plimsoll-theme';
const listeners = new Set<() => void>();
const darkSystem = matchMedia('(prefers-color-scheme: dark)');
const paper = matchMedia('print');
let chosen: Theme | undefined;

/** To be called before anything is drawn. */
export function startTheme(): void {
  chosen = keptTheme();
  darkSystem.addEventListener('change', show);
  paper.addEventListener('change', show);
  show();
}

export function currentTheme(): Theme {
  if (paper.matches) return 'light';
  return chosen ?? (darkSystem.matches ? 'dark' : 'light');
}

export function chooseTheme(theme: Theme): void {
  chosen = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A page opened from a file may have nowhere to keep it.
  }
  show();
}

/** Calls back after each change until the returned function is called. */
export function onThemeChange(callback: () => void): () => void {
  listeners.add(callback);
  return () => listeners.delete(callback);
}

/** The colour of that name, such as `ink` for `--ink`, as the style sheet has it now. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function keptTheme(): Theme | undefined {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'dark' || kept === 'light' ? kept : undefined;
  } catch {
    return undefined;
  }
}

function show(): void {
  document.documentElement.dataset['theme'] = currentTheme();
  for (const listener of listeners) listener();
}

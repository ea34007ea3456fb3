// What a page shows of an output against what was printed: the same lines in the same order, where a line of three dots stands for any number
// of others. What differs from one run to the next is masked.

/** The first shown line that was not printed where it should stand; undefined where all were. */
export function missingLine(shown: string, printed: string): string | undefined {
  const lines = maskedLines(printed);
  let at = 0;
  let mayskip = true;
  for (const line of maskedLines(shown.replace(/\n$/u, ''))) {
    if (line === '...') {
      mayskip = true;
      continue;
    }
    const found = mayskip ? lines.indexOf(line, at) : lines[at] === line ? at : -1;
    if (found < 0) return line;
    at = found + 1;
    mayskip = false;
  }
  return undefined;
}

/** The same cut of a new output: as many lines from the first that begins like the old one. */
export function sameCut(shown: string, printed: string): string {
  const lines = printed.split('\n').map((line) => line.trimEnd());
  const parts = shown
    .replace(/\n$/u, '')
    .split(/^\.\.\.$/mu)
    .map((part) => part.replace(/^\n|\n$/gu, '').split('\n'));
  const cut = parts.map((part) => {
    const [first = ''] = part;
    if (part.length === 1 && first === '') return '';
    const at = lines.findIndex((line) => line.startsWith(beginning(first)));
    if (at < 0) throw new Error(`no line begins with ${JSON.stringify(beginning(first))}`);
    return `${lines.slice(at, at + part.length).join('\n')}\n`;
  });
  return cut.join('...\n');
}

function beginning(line: string): string {
  return /^[^\d]*/u.exec(line)?.[0] || line.slice(0, 8);
}

function maskedLines(text: string): readonly string[] {
  return text
    .replaceAll(/\d{8}T\d{6}Z/gu, '<time>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/gu, '<time>')
    .replaceAll(/[\d,]+ x real time/gu, '<speed> x real time')
    .split('\n')
    .map((line) => line.trimEnd());
}

// Blanks everything in a TypeScript text that is not code: comments, and the insides of strings, templates and regular expressions.
// Every other character keeps its offset and line, so that what is found in the blanked text can be looked up in the original.

/** Text of the same length with spaces for all that is not code; quotes, line ends and `${...}` inside templates stay. */
export function blankSource(text: string): string {
  const out: string[] = [];
  /** For each open template expression, how many of its own braces are open. */
  const templates: number[] = [];
  let at = 0;

  const keep = (count: number): void => {
    out.push(text.slice(at, at + count));
    at += count;
  };
  const blankTo = (end: number): void => {
    out.push(text.slice(at, end).replaceAll(/[^\n]/g, ' '));
    at = end;
  };
  const template = (): void => {
    blankTo(templateEnd(text, at));
    if (text[at] === '`') keep(1);
    else if (at < text.length) {
      keep(2);
      templates.push(0);
    }
  };

  while (at < text.length) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (character === '/' && next === '/') blankTo(offsetOrEnd(text.indexOf('\n', at), text));
    else if (character === '/' && next === '*') blankTo(blockCommentEnd(text, at));
    else if (character === '"' || character === "'") {
      keep(1);
      blankTo(stringEnd(text, at, character));
      keep(1);
    } else if (character === '`') {
      keep(1);
      template();
    } else if (character === '/' && startsRegex(out.slice(-120).join(''))) {
      keep(1);
      blankTo(regexEnd(text, at));
      keep(1);
    } else if (character === '}' && templates.at(-1) === 0) {
      templates.pop();
      keep(1);
      template();
    } else {
      const open = templates.at(-1);
      if (open !== undefined && character === '{') templates[templates.length - 1] = open + 1;
      if (open !== undefined && character === '}') templates[templates.length - 1] = open - 1;
      keep(1);
    }
  }
  return out.join('');
}

/** The line, from 1, in which an offset lies. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function offsetOrEnd(found: number, text: string): number {
  return found < 0 ? text.length : found;
}

function blockCommentEnd(text: string, from: number): number {
  const close = text.indexOf('*/', from + 2);
  return close < 0 ? text.length : close + 2;
}

function stringEnd(text: string, from: number, quote: string): number {
  let at = from;
  while (at < text.length && text[at] !== quote && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1;
  return Math.min(at, text.length);
}

/** The offset of the closing backtick or of the next `${`. */
function templateEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '`' && !text.startsWith('${', at)) at += text[at] === '\\' ? 2 : 1;
  return Math.min(at, text.length);
}

function regexEnd(text: string, from: number): number {
  let inClass = false;
  let at = from;
  for (; at < text.length && text[at] !== '\n' && (inClass || text[at] !== '/'); at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '[') inClass = true;
    else if (text[at] === ']') inClass = false;
  }
  return Math.min(at, text.length);
}

/** A slash divides after a value and opens a regular expression anywhere else. */
function startsRegex(before: string): boolean {
  const code = before.trimEnd();
  return (
    code === '' || /(?:[(,=:[!&|?{;+\-*%<>~^]|\b(?:return|typeof|case|in|of|void|throw|else|await|yield))$/.test(code)
  );
}

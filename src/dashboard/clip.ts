// Bounds a text that came from a file, so that no file makes a page of megabytes.

const LONGEST_TEXT = 400;

export function clip(text: string, longest: number = LONGEST_TEXT): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length} characters)`;
}

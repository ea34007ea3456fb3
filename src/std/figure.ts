// A number inside a sentence. Rounding for the eye must not contradict the sentence ("75 is below 75"), so a figure keeps as many digits
// as it takes to stand on its own side of every line that the sentence compares it with.

const SIGNIFICANT_DIGITS = 4;
const ALL_DIGITS = 17;

/** Four significant digits and every whole one; more where fewer would cross, reach or leave one of `lines`. */
export function figure(value: number, lines: readonly number[] = []): string {
  const wholeDigits = String(Math.trunc(Math.abs(value))).length;
  for (let digits = Math.max(SIGNIFICANT_DIGITS, wholeDigits); digits < ALL_DIGITS; digits += 1) {
    const rounded = Number(value.toPrecision(digits));
    if (lines.every((line) => Math.sign(rounded - line) === Math.sign(value - line))) return String(rounded);
  }
  return String(value);
}

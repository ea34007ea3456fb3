// Days of the Gregorian calendar as text, `2026-11-22`: such texts sort as the days do, and no clock or time zone is needed to read one.

const FORM = /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/u;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Whether the text names a day that exists. */
export function isCalendarDate(text: string): boolean {
  const groups = FORM.exec(text)?.groups;
  const [year, month, day] = [groups?.['year'], groups?.['month'], groups?.['day']].map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const days = DAYS[month - 1];
  if (days === undefined) return false;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day >= 1 && day <= days + (isLeap && month === 2 ? 1 : 0);
}

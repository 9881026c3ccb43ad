/** Seconds that a date may last of which only so many characters are given: a year, a month, a day. */
const lengths = new Map([
  [4, 366 * 86_400],
  [7, 31 * 86_400],
  [10, 86_400],
]);
/** Clocks on earth differ from UTC by at most 14 hours. */
const margin = 86_400;
const [yearOne, year9999] = [-62_135_596_800, 253_402_300_799];

/**
 * Unix seconds between which everything lies whose local date is, as text, from the first to the last, both of which may
 * be the beginning of a date, such as `2024-03`. Text that is no date sets no bound.
 */
export function windowOfDateTexts(first: string, last: string): { start: number; end: number } {
  const start = Date.parse(first.slice(0, 10)) / 1000;
  const end = Date.parse(last.slice(0, 10)) / 1000 + (lengths.get(Math.min(last.length, 10)) ?? Number.NaN);
  return {
    start: Number.isNaN(start) ? yearOne : start - margin,
    end: Number.isNaN(end) ? year9999 : end + margin,
  };
}

import { isDay } from '../format/index.js';

/**
 * The local date that somebody typed: `2026-11-07`, `7.11.2026`, `7/11/2026` (day first), `7 Nov 2026` or `7 Nov`, with
 * names of months in the reader's language or English. A date without a year is the last one that is not in the future.
 */
export function findDate(text: string, locale: string, today: string): string | undefined {
  const typed = text.trim().toLowerCase();
  if (isDay(typed)) return typed;
  const numbers = /^(\d{1,2})[./-]\s?(\d{1,2})[./-]?\s?(\d{4})?$/.exec(typed);
  if (numbers) return complete(Number(numbers[1]), Number(numbers[2]), numbers[3], today);
  const words = /^(\d{1,2})\.?\s+(\p{L}+)\.?(?:\s+(\d{4}))?$/u.exec(typed);
  if (words) return complete(Number(words[1]), monthOf(words[2]!, locale), words[3], today);
  return undefined;
}

function monthOf(name: string, locale: string): number {
  if (name.length < 3) return 0;
  for (const language of [locale, 'en']) {
    const format = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });
    for (let month = 1; month <= 12; month++) {
      if (
        format
          .format(Date.UTC(2026, month - 1, 1))
          .toLowerCase()
          .startsWith(name)
      )
        return month;
    }
  }
  return 0;
}

function complete(day: number, month: number, year: string | undefined, today: string): string | undefined {
  const date = (number: string) =>
    `${number}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const thisYear = date(today.slice(0, 4));
  const found = year
    ? date(year)
    : thisYear <= today
      ? thisYear
      : date(String(Number(today.slice(0, 4)) - 1));
  return isDay(found) ? found : undefined;
}

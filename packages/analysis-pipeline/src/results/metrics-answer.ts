import type { DaySummary, Measure } from './day-summaries.js';

/** Metrics as the dashboards of phones read them: by metric a list of days, one member a value of a dimension. */
export type MetricsAnswer = Readonly<
  Record<string, readonly Readonly<Record<string, string | number | Measure>>[]>
>;

/**
 * The summaries of days in a form for dashboards. Days on which fewer people travelled than `minimumUsers` are left
 * out: what they did would be known to everybody who knows that they took part.
 * @param start first date as text; a prefix such as `2024-03` will do
 * @param end last date as text, included
 */
export function metricsAnswer(
  summaries: readonly DaySummary[],
  { start, end, minimumUsers }: { start: string; end: string; minimumUsers: number },
): MetricsAnswer {
  const answer: Record<string, Record<string, string | number | Measure>[]> = {};
  for (const { date, metric, nUsers, dimensions } of summaries) {
    // Z comes after every digit and hyphen, so that a prefix of a date includes all that it begins.
    if (date < start || date > `${end}Z` || nUsers < minimumUsers) continue;
    const values = Object.entries(dimensions).flatMap(([dimension, list]) =>
      list.map(({ value, measure }) => [`${dimension}_${value}`, measure] as const),
    );
    answer[metric] ??= [];
    answer[metric].push({ date, nUsers, ...Object.fromEntries(values) });
  }
  return answer;
}

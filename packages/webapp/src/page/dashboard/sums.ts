import { addDays, type DayRange, rangeAround } from '../format/index.js';
import { type Mode, modeOfValue, modes } from '../modes/index.js';
import type { Measure, Step } from './search.js';

/** The metrics that the server knows, and the member of a footprint that a measure is. */
export const metricOf: Readonly<Record<Measure, { metric: string; members?: readonly string[] }>> = {
  distance: { metric: 'distance' },
  duration: { metric: 'duration' },
  count: { metric: 'count' },
  // A mode that nobody named counts with what it may have taken at most.
  energy: { metric: 'footprint', members: ['kwh', 'kwh_uncertain'] },
  carbon: { metric: 'footprint', members: ['kg_co2', 'kg_co2_uncertain'] },
};

/** How many steps are shown at once. */
const SHOWN: Readonly<Record<Step, number>> = { day: 14, week: 12, month: 12, year: 5 };
const DIMENSION = 'mode_';

/** A day of the server's answer: members beside these are values by `mode_…`. */
export type MetricDay = Readonly<Record<string, unknown>>;

/** One step of time: metres, seconds, trips, kilowatt-hours or kilograms by mode. */
export interface Bucket {
  readonly range: DayRange;
  readonly values: Readonly<Partial<Record<Mode, number>>>;
}

/** The days that a dashboard looks at, up to one. */
export function daysUpTo(last: string, step: Step): DayRange {
  let { first } = rangeAround(last, step);
  for (let number = 1; number < SHOWN[step]; number++) first = rangeAround(addDays(first, -1), step).first;
  return { first, last: rangeAround(last, step).last };
}

/** The last day of the steps that come after some that a dashboard looks at. */
export function daysAfter({ last }: DayRange, step: Step): string {
  let day = last;
  for (let number = 0; number < SHOWN[step]; number++) day = rangeAround(addDays(day, 1), step).last;
  return day;
}

/** Sums of days by step of time and mode; steps without a trip are empty. */
export function bucketsOf(
  days: readonly MetricDay[],
  measure: Measure,
  range: DayRange,
  step: Step,
): Bucket[] {
  const buckets: { range: DayRange; values: Partial<Record<Mode, number>> }[] = [];
  for (let first = range.first; first <= range.last; first = addDays(buckets.at(-1)!.range.last, 1)) {
    buckets.push({ range: rangeAround(first, step), values: {} });
  }
  for (const day of days) {
    const date = String(day.date);
    const bucket = buckets.find(({ range: { first, last } }) => date >= first && date <= last);
    if (!bucket) continue;
    for (const [mode, amount] of valuesOf(day, measure)) {
      bucket.values[mode] = (bucket.values[mode] ?? 0) + amount;
    }
  }
  return buckets;
}

/** Sums by mode over all buckets, the largest first. */
export function totalsByMode(buckets: readonly Bucket[]): { mode: Mode; amount: number }[] {
  return modes
    .map((mode) => ({ mode, amount: buckets.reduce((sum, { values }) => sum + (values[mode] ?? 0), 0) }))
    .filter(({ amount }) => amount > 0)
    .sort((a, b) => b.amount - a.amount);
}

/** What one person who travels comes to in a day; undefined where nobody did, or too few to be told. */
export function perPersonAndDay(days: readonly MetricDay[], measure: Measure): number | undefined {
  let people = 0;
  let sum = 0;
  for (const day of days) {
    people += typeof day.nUsers === 'number' ? day.nUsers : 0;
    for (const [, amount] of valuesOf(day, measure)) sum += amount;
  }
  return people === 0 ? undefined : sum / people;
}

function valuesOf(day: MetricDay, measure: Measure): [Mode, number][] {
  return Object.entries(day).flatMap(([name, value]): [Mode, number][] => {
    if (!name.startsWith(DIMENSION)) return [];
    const amount = amountOf(value, metricOf[measure].members);
    return amount === undefined ? [] : [[modeOfValue(name.slice(DIMENSION.length)), amount]];
  });
}

function amountOf(value: unknown, members: readonly string[] | undefined): number | undefined {
  if (!members) return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  return members.reduce((sum, member) => {
    const part = (value as Record<string, unknown>)[member];
    return sum + (typeof part === 'number' && Number.isFinite(part) ? part : 0);
  }, 0);
}

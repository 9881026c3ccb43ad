import type { Entry } from '@sojourn/datamodel';
import { MotionType, nameOfCode, PredictedMode } from '@sojourn/datamodel/streams';
import type { LocalDate } from '@sojourn/datamodel/time';
import { pairwiseSum } from '../points/index.js';
import { byTime, timeAt } from './entry-reader.js';
import { finalLabels } from './final-labels.js';
import { sourceKeys } from './keys.js';
import { type LocalDateSpan, matchesLocalDates } from './local-date-span.js';
import {
  groupByLocalDate,
  groupByUtc,
  type LocalFrequency,
  type TimeGroup,
  type UtcFrequency,
} from './time-groups.js';

export type GroupMetric = 'count' | 'distance' | 'duration' | 'mean_speed' | 'median_speed';

/** Which entries count, and how they are put together. */
export type Grouping =
  | { readonly frequency: UtcFrequency; readonly start: number; readonly end: number }
  | ({ readonly frequency: LocalFrequency } & LocalDateSpan);

/** What one group of entries amounts to, beside its time one member a mode of travel. */
export interface GroupSummary {
  /** Unix seconds. */
  readonly ts: number;
  readonly local_dt: Partial<LocalDate>;
  readonly fmt_time: string;
  /** Different people with an entry in the group. */
  readonly nUsers: number;
  readonly [mode: string]: unknown;
}

export interface GroupMetrics {
  /** When the last entry started, Unix seconds; null when there is none. */
  readonly last_ts_processed: number | null;
  /** For every metric the summaries of its groups, in order of time. */
  readonly metrics: readonly (readonly GroupSummary[])[];
}

/**
 * Sums up sections or confirmed trips of one person, or of several, by time and mode: numbers of entries, metres,
 * seconds, metres a second.
 * @param entries of one stream; modes are named as that stream does, labels as `label_<mode_confirm>`
 */
export function groupMetrics(
  entries: readonly Entry[],
  metrics: readonly GroupMetric[],
  grouping: Grouping,
): GroupMetrics {
  const rows = withoutRepeats(entries.filter((entry) => isMeant(entry, grouping))).sort(
    byTime('data.start_ts'),
  );
  const groups =
    'start' in grouping ? groupByUtc(rows, grouping.frequency) : groupByLocalDate(rows, grouping.frequency);
  return {
    last_ts_processed: rows.length === 0 ? null : timeAt(rows.at(-1)!, 'data.start_ts'),
    metrics: metrics.map((metric) => groups.map((group) => summaryOf(group, metric))),
  };
}

function isMeant(entry: Entry, grouping: Grouping): boolean {
  if (!('start' in grouping)) return matchesLocalDates(entry.data.start_local_dt, grouping);
  const start = timeAt(entry, 'data.start_ts');
  return start >= grouping.start && start <= grouping.end;
}

const numericMembers = ['start_ts', 'end_ts', 'duration', 'distance', 'sensed_mode', 'confidence_threshold'];

/** Keeps the first of entries of a person that agree in every number and in when they were written. */
function withoutRepeats(entries: readonly Entry[]): Entry[] {
  const seen = new Set<string>();
  return entries.filter(({ user_id, metadata, data }) => {
    const numbers = numericMembers.map((name) => data[name]);
    const print = JSON.stringify([user_id?.$uuid, metadata.write_ts, ...numbers]);
    if (seen.has(print)) return false;
    seen.add(print);
    return true;
  });
}

function summaryOf({ entries, ts, local_dt, fmt_time }: TimeGroup, metric: GroupMetric): GroupSummary {
  const modes = new Map<string, Entry[]>();
  for (const entry of entries) {
    const mode = modeOf(entry);
    if (!modes.has(mode)) modes.set(mode, []);
    modes.get(mode)!.push(entry);
  }
  const values = [...modes]
    .map(([mode, rows]) => [mode, measure(rows, metric)] as const)
    .filter(([, value]) => !Number.isNaN(value));
  const nUsers = new Set(entries.map(({ user_id }) => user_id?.$uuid)).size;
  return { ts, local_dt, fmt_time, nUsers, ...Object.fromEntries(values) };
}

/** NaN when nothing can be said. */
function measure(rows: readonly Entry[], metric: GroupMetric): number {
  if (metric === 'count') return rows.length;
  if (metric === 'distance' || metric === 'duration') return pairwiseSum(numbersOf(rows, metric));
  // The reference computes the median as a mean too; clients of it have come to expect that.
  const speeds = rows
    .map(({ data }) => Number(data.distance) / Number(data.duration))
    .filter((speed) => !Number.isNaN(speed));
  return pairwiseSum(speeds) / speeds.length;
}

function numbersOf(rows: readonly Entry[], member: string): number[] {
  return rows.map(({ data }) => Number(data[member])).filter((value) => !Number.isNaN(value));
}

function modeOf(entry: Entry): string {
  if (entry.metadata.key === sourceKeys.trip) {
    return `label_${String(finalLabels(entry).mode_confirm ?? 'unlabeled')}`;
  }
  const codes = entry.metadata.key === sourceKeys.inferredSection ? PredictedMode : MotionType;
  return nameOfCode(codes, entry.data.sensed_mode as number) ?? 'UNKNOWN';
}

import { type LocalDates, parseLocalDates } from '@sojourn/analysis-pipeline/results';
import { usageError } from '../exit-code.js';

/** What can be printed for local dates. */
const dated = ['geojson', 'metrics'] as const;

/** Trips as GeoJSON, or sums of trips, of some local dates. */
export interface DatedRequest {
  readonly kind: (typeof dated)[number];
  /** First and last date, both included, YYYY-MM-DD. */
  readonly first: string;
  readonly last: string;
  readonly dates: LocalDates;
}

const summaries: ReadonlySet<string> = new Set(['state', 'timings']);

/**
 * Refuses what nothing can be printed for: it is neither a summary, nor dates, nor a stream key such as `group/name`.
 * @throws CommandError with the usage status
 */
export function requirePrintable(what: string): void {
  if (datedRequestOf(what) !== undefined || summaries.has(what) || /^[^/]+\/./.test(what)) return;
  throw usageError(
    `--print ${what}: expected a stream key such as segmentation/raw_trip, state, timings, geojson:DATE or metrics:DATE`,
  );
}

/**
 * What is asked for by `geojson:DATE`, `metrics:DATE` or the same with `DATE..DATE`; undefined when something else is.
 * @throws CommandError with the usage status
 */
export function datedRequestOf(what: string): DatedRequest | undefined {
  const kind = dated.find((name) => what.startsWith(`${name}:`));
  if (kind === undefined) return undefined;
  const text = what.slice(kind.length + 1);
  const [first = '', last = first] = text.split('..');
  try {
    return { kind, first, last, dates: parseLocalDates(text) };
  } catch {
    throw usageError(`--print ${what}: expected ${kind}:YYYY-MM-DD or ${kind}:YYYY-MM-DD..YYYY-MM-DD`);
  }
}

import { type LocalDates, parseLocalDates } from '@sojourn/analysis-pipeline/results';
import { usageError } from '../exit-code.js';

const prefix = 'geojson:';

const summaries: ReadonlySet<string> = new Set(['state', 'timings']);

/**
 * Refuses what nothing can be printed for: it is neither a summary, nor dates, nor a stream key such as `group/name`.
 * @throws CommandError with the usage status
 */
export function requirePrintable(what: string): void {
  if (tripDatesOf(what) !== undefined || summaries.has(what) || /^[^/]+\/./.test(what)) return;
  throw usageError(
    `--print ${what}: expected a stream key such as segmentation/raw_trip, state, timings or geojson:DATE`,
  );
}

/**
 * The local dates whose trips are asked for by `geojson:DATE` or `geojson:DATE..DATE`; undefined when something else is.
 * @throws CommandError with the usage status
 */
export function tripDatesOf(what: string): LocalDates | undefined {
  if (!what.startsWith(prefix)) return undefined;
  try {
    return parseLocalDates(what.slice(prefix.length));
  } catch {
    throw usageError(`--print ${what}: expected geojson:YYYY-MM-DD or geojson:YYYY-MM-DD..YYYY-MM-DD`);
  }
}

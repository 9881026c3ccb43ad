import { type LocalDates, parseLocalDates } from '@sojourn/analysis-pipeline/results';
import { usageError } from '../exit-code.js';

const prefix = 'geojson:';

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

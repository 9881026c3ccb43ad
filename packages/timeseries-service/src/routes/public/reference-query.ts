import { SojournError } from '@sojourn/datamodel';
import type { RequestBody, referenceRoutes } from '@sojourn/datamodel/http';
import type { EntryQuery, LocalDateComponents } from '../../timeseries/index.js';

type FindEntries = RequestBody<typeof referenceRoutes.findEntries>;

const DEFAULT_TIME = 'metadata.write_ts';
const DEFAULT_LOCAL_DATE = 'metadata.write_local_dt';

/**
 * The query behind a body of `find_entries`. With both local dates it compares components, otherwise times.
 * @throws SojournError `request-invalid` naming the member that is missing or does not fit
 */
export function referenceQuery(body: FindEntries): EntryQuery {
  return { keys: body.key_list, ...selection(body), ...truncation(body) };
}

function selection(body: FindEntries): Pick<EntryQuery, 'time' | 'localDate'> {
  const { from_local_date: from, to_local_date: to, key_local_date } = body;
  if (from !== undefined && to !== undefined) {
    requireSameComponents(from, to);
    const field = localDateBeside(key_local_date ?? DEFAULT_LOCAL_DATE);
    if (!field.endsWith('local_dt')) throw invalid('key_local_date', 'invalid');
    return { localDate: { field, from, to } };
  }
  const { start_time: start, end_time: end, key_time } = body;
  if (start === undefined) throw invalid('start_time', 'missing');
  if (end === undefined) throw invalid('end_time', 'missing');
  return { time: { field: key_time ?? DEFAULT_TIME, start, end } };
}

/** Phones name the time by default, which has no components: the local date beside it is meant. */
function localDateBeside(field: string): string {
  return field.replace(/(?<=[._])ts$/, 'local_dt');
}

function truncation({ max_entries, trunc_method }: FindEntries): Pick<EntryQuery, 'limit' | 'truncate'> {
  if (max_entries === undefined || trunc_method === undefined) return {};
  return { limit: max_entries, truncate: trunc_method };
}

/**
 * Whether the caller named a largest number without saying how to cut down to it, which is wrong only when
 * there is more.
 */
export function lacksTruncationMethod(body: FindEntries): body is FindEntries & { max_entries: number } {
  return body.max_entries !== undefined && body.trunc_method === undefined;
}

/** @throws SojournError `request-invalid` when `count` is more than was asked for */
export function requireAtMost(count: number, maximum: number): void {
  if (count > maximum) throw invalid('trunc_method', 'missing');
}

function requireSameComponents(from: LocalDateComponents, to: LocalDateComponents): void {
  const [fromNames, toNames] = [Object.keys(from), Object.keys(to)];
  const same =
    fromNames.length === toNames.length && fromNames.every((name, index) => name === toNames[index]);
  if (!same) throw invalid('to_local_date', 'invalid');
}

function invalid(path: string, code: string): SojournError {
  return new SojournError('request-invalid', { errors: [{ path, code }] });
}

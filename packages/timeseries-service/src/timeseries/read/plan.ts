import { SojournError } from '@sojourn/datamodel';
import { type StoreName, type TimeField, timeFields } from '../../block/index.js';
import {
  type ColumnFilter,
  conditionFilters,
  formattedTimeFilter,
  geoFilters,
  secondsAround,
  secondsBeside,
} from '../filter/index.js';
import type { EntryQuery, LocalDateComponents } from '../query.js';
import { type ComponentFilter, componentFilters, yearsOf } from './local-date.js';

/** A query in the form that reading works with. */
export interface ReadPlan {
  readonly stores: readonly StoreName[];
  /** undefined: every stream. */
  readonly keys: ReadonlySet<string> | undefined;
  /** Dotted path of the time that orders the answer. */
  readonly order: string;
  readonly descending: boolean;
  readonly includeInvalid: boolean;
  /** Inclusive bounds by path; an entry needs a number at each of the paths. */
  readonly windows: readonly Window[];
  readonly components: readonly ComponentFilter[];
  readonly filters: readonly ColumnFilter[];
  /** Bounds that follow from components and formatted times, for choosing blocks only. */
  readonly hints: readonly Window[];
}

/** Inclusive bounds of a time. */
interface Window {
  readonly field: string;
  readonly start: number;
  readonly end: number;
}

const defaultOrder = 'metadata.write_ts';

/** @throws SojournError `request-invalid`, `filter-invalid` */
export function planRead(query: EntryQuery): ReadPlan {
  const { keys, time, localDate, formattedTime, geo, where } = query;
  const onlyUsercache = keys !== null && keys.length === 0;
  const stores = query.stores ?? (onlyUsercache ? ['usercache'] : ['usercache', 'raw', 'analysis']);
  const beside = localDate && timeBeside(localDate.field);
  const formatted = formattedTime && formattedTimeFilter(formattedTime);
  const seconds = formattedTime && secondsBeside(formattedTime.field);
  return {
    stores,
    keys: keys === null || onlyUsercache ? undefined : new Set(keys),
    order: query.orderBy ?? time?.field ?? beside ?? seconds ?? defaultOrder,
    descending: query.descending ?? false,
    includeInvalid: query.includeInvalid ?? false,
    windows: time ? [{ field: time.field, start: time.start ?? -Infinity, end: time.end ?? Infinity }] : [],
    components: localDate ? componentFilters(localDate) : [],
    filters: [
      ...(formatted ? [formatted] : []),
      ...(geo ? geoFilters(geo) : []),
      ...(where ? conditionFilters(where, fieldsTaken(query)) : []),
    ],
    hints: [
      ...(localDate && beside ? hintOf(beside, localDate) : []),
      ...(formattedTime && seconds ? [{ field: seconds, ...secondsAround(formattedTime) }] : []),
    ],
  };
}

/** Fields that a query uses already, so that its conditions may not. */
function fieldsTaken({
  keys,
  time,
  localDate,
  formattedTime,
  includeInvalid,
}: EntryQuery): Map<string, string> {
  const taken = new Map([['user_id', 'whose entries are read is said elsewhere']]);
  if (keys !== null) taken.set('metadata.key', 'the query has a list of keys already');
  if (!includeInvalid) taken.set('invalid', 'entries that are invalid are left out already');
  for (const field of [time?.field, localDate?.field, formattedTime?.field]) {
    if (field !== undefined) taken.set(field, 'the query has bounds for this field already');
  }
  return taken;
}

/** Whether headers hold the range of a field. */
export function isTimeField(field: string): field is TimeField {
  return (timeFields as readonly string[]).includes(field);
}

/** `data.start_local_dt` stands beside `data.start_ts`. */
function timeBeside(field: string): string {
  if (!field.endsWith('local_dt')) {
    throw new SojournError('request-invalid', {
      errors: [{ path: 'localDate.field', code: 'invalid' }],
    });
  }
  return `${field.slice(0, -'local_dt'.length)}ts`;
}

function hintOf(
  field: string,
  localDate: { readonly from: LocalDateComponents; readonly to: LocalDateComponents },
): Window[] {
  const years = yearsOf(localDate);
  if (!years) return [];
  const day = 86_400;
  // No zone is further than a day from UTC.
  return [
    {
      field,
      start: Date.UTC(years.from, 0) / 1000 - day,
      end: Date.UTC(years.to + 1, 0) / 1000 + day,
    },
  ];
}

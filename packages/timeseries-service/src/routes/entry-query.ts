import {
  DEFAULT_FORMATTED_TIME_FIELD,
  type EntrySelection,
  type FrameSelection,
} from '@sojourn/datamodel/http';
import type { EntryQuery, FrameQuery } from '../timeseries/index.js';

/** What a caller may choose beyond keys and times; what is undefined is not chosen. */
type Choice = Omit<EntryQuery, keyof EntrySelection>;
type Selection = EntrySelection & { readonly [Name in keyof Choice]?: Choice[Name] | undefined };

/** The query behind a request, with the defaults of its shape. */
export function entryQuery(selection: Selection): EntryQuery {
  const { keys, time, localDate, formattedTime, geo, where } = selection;
  const { stores, orderBy, descending, includeInvalid, limit, truncate } = selection;
  return {
    keys,
    ...(time && {
      time: { field: time.field ?? 'metadata.write_ts', start: time.start ?? null, end: time.end ?? null },
    }),
    ...(localDate && {
      localDate: { ...localDate, field: localDate.field ?? 'metadata.write_local_dt' },
    }),
    ...(formattedTime && {
      formattedTime: {
        field: formattedTime.field ?? DEFAULT_FORMATTED_TIME_FIELD,
        start: formattedTime.start ?? null,
        end: formattedTime.end,
      },
    }),
    ...(geo && { geo }),
    ...(where && { where }),
    ...(stores && { stores }),
    ...(orderBy !== undefined && { orderBy }),
    ...(descending !== undefined && { descending }),
    ...(includeInvalid !== undefined && { includeInvalid }),
    ...(limit !== undefined && { limit }),
    ...(truncate !== undefined && { truncate }),
  };
}

type FrameChoice = FrameSelection & {
  readonly [Name in 'stores' | 'includeInvalid']?: EntryQuery[Name] | undefined;
};

/** The data frame behind a request, with the defaults of its shape. */
export function frameQuery({ key, repeated, ...selection }: FrameChoice): FrameQuery {
  const { keys: _, ...query } = entryQuery({ ...selection, keys: [key] });
  return { ...query, key, ...(repeated !== undefined && { repeated }) };
}

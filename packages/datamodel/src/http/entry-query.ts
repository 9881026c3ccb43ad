import { z } from 'zod';

/** Most entries in one page. */
export const MAXIMUM_PAGE_SIZE = 10_000;
/** Entries in a page when the caller does not say. */
export const DEFAULT_PAGE_SIZE = 1_000;

/** Dotted path of a member, such as `metadata.write_ts` or `data.start_ts`. */
export const fieldPathShape = z
  .string()
  .regex(/^[\w$-]+(?:\.[\w$-]+){0,15}$/)
  .meta({ description: 'Dotted path of a member' });

/** Stream key, `group/name`; any text is accepted, an unknown key has no entries. */
export const streamKeyShape = z.string().min(1).max(512).meta({ description: 'Stream key, group/name' });

/** Field of a time query that names none. */
export const DEFAULT_TIME_FIELD = 'metadata.write_ts';
/** Field of a local-date query that names none. */
export const DEFAULT_LOCAL_DATE_FIELD = 'metadata.write_local_dt';

const bound = z.number().nullable().optional();

/** Bounds of a time field in Unix seconds, both inclusive; null or none is no bound. */
export const timeQueryShape = z.object({
  field: fieldPathShape.optional().meta({ description: `Default ${DEFAULT_TIME_FIELD}` }),
  start: bound,
  end: bound,
});
export type TimeQuery = z.input<typeof timeQueryShape>;

/** Components of a local date to compare, each on its own. */
export const localDateComponentsShape = z.partialRecord(
  z.enum(['year', 'month', 'day', 'hour', 'minute', 'second', 'weekday']),
  z.int(),
);

/**
 * Every component of `from` is paired with the same one of `to`: `from ≤ x ≤ to`, or a roll-over where `from`
 * is the greater one.
 */
export const localDateQueryShape = z.object({
  field: fieldPathShape.optional().meta({ description: `Default ${DEFAULT_LOCAL_DATE_FIELD}` }),
  from: localDateComponentsShape,
  to: localDateComponentsShape,
});
export type LocalDateQuery = z.input<typeof localDateQueryShape>;

/** Field of a formatted-time query that names none. */
export const DEFAULT_FORMATTED_TIME_FIELD = 'metadata.write_fmt_time';

/**
 * Bounds of a formatted time, compared as texts: local wall time whatever its offset. A beginning stands for its whole
 * period, so that `2024-01` to `2024-03` are three whole months.
 */
export const formattedTimeQueryShape = z.object({
  field: fieldPathShape.optional().meta({ description: `Default ${DEFAULT_FORMATTED_TIME_FIELD}` }),
  start: z.string().max(40).nullable().optional(),
  end: z.string().min(1).max(40),
});
export type FormattedTimeQuery = z.input<typeof formattedTimeQueryShape>;

/** Entries all of whose named points lie in a region. Edges are parts of great circles. */
export const geoQueryShape = z.object({
  fields: z.array(fieldPathShape).max(16).meta({ description: 'Paths of GeoJSON points, such as data.loc' }),
  region: z
    .record(z.string(), z.unknown())
    .meta({ description: 'GeoJSON Polygon or MultiPolygon, or an object with one as `geometry`' }),
});
export type GeoQuery = z.input<typeof geoQueryShape>;

/**
 * Conditions on members, all of which must hold. Each names a dotted path, with a value that it equals or with
 * operators: `$eq`, `$ne`, `$in`, `$nin`, `$gt`, `$gte`, `$lt`, `$lte`, `$exists`, `$geoWithin`, `$geoIntersects`.
 */
export const whereShape = z
  .array(z.record(z.string().max(512), z.unknown()))
  .max(64)
  .meta({
    description: 'Conditions such as {"data.distance":{"$gt":500}}, all of which must hold',
  });
export type Where = z.input<typeof whereShape>;

/** Which entries of a person are meant. */
export const entrySelectionShape = z.object({
  /** Null: every stream. */
  keys: z.array(streamKeyShape).max(1_000).nullable(),
  time: timeQueryShape.optional(),
  localDate: localDateQueryShape.optional(),
  formattedTime: formattedTimeQueryShape.optional(),
  geo: geoQueryShape.optional(),
  where: whereShape.optional(),
});
export type EntrySelection = z.input<typeof entrySelectionShape>;

/** Which entries of one stream make a data frame, and in which order. */
export const frameSelectionShape = entrySelectionShape.omit({ keys: true }).extend({
  key: streamKeyShape,
  orderBy: fieldPathShape.optional(),
  descending: z.boolean().optional(),
  /** At most so many rows, the first ones. */
  limit: z.int().nonnegative().optional(),
  /** Rows equal to an earlier one in `metadata.write_ts` and in the stream's compared members; default `drop`. */
  repeated: z.enum(['drop', 'keep']).optional(),
});
export type FrameSelection = z.input<typeof frameSelectionShape>;

/** Size of a page and where it begins. */
export const pageShape = z.object({
  pageSize: z.int().min(1).max(MAXIMUM_PAGE_SIZE).optional(),
  cursor: cursorOrNothing(),
});

function cursorOrNothing() {
  return z.string().min(1).max(4096).nullable().optional().meta({ description: 'Cursor of the page before' });
}

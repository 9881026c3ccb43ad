import { z } from 'zod';
import { entryShape } from '../entry.js';
import { fieldPathShape, MAXIMUM_PAGE_SIZE, streamKeyShape } from '../entry-query.js';
import { cursorShape } from '../identifiers.js';
import { defineRoute } from '../route.js';
import { userShape } from './user.js';

/** How a list that is too long is cut: every so many entries, the first ones or the last ones. */
export const truncationMethods = ['sample', 'first', 'last'] as const;
export type TruncationMethod = (typeof truncationMethods)[number];

/**
 * Reads entries. The last part of the path is ignored; the body decides: with `from_local_date` and
 * `to_local_date` by components of a local date, else by `start_time` and `end_time`, which must be there.
 */
export const findEntries = defineRoute({
  id: 'findEntries',
  surface: 'reference',
  method: 'POST',
  path: '/datastreams/find_entries/:time_type',
  summary: 'Read entries by key and time, whole or in pages',
  caller: 'person',
  idempotent: true,
  params: z.object({ time_type: z.string() }),
  body: userShape.extend({
    key_list: z
      .array(streamKeyShape)
      .nullable()
      .meta({ description: 'null: every stream; []: only what is not converted yet' }),
    start_time: z.number().nullable().optional().meta({ description: 'Unix seconds, inclusive' }),
    end_time: z.number().nullable().optional().meta({ description: 'Unix seconds, inclusive' }),
    key_time: fieldPathShape.optional().meta({ description: 'Default metadata.write_ts' }),
    from_local_date: z.record(z.string(), z.unknown()).optional(),
    to_local_date: z.record(z.string(), z.unknown()).optional(),
    key_local_date: fieldPathShape.optional().meta({ description: 'Default metadata.write_local_dt' }),
    max_entries: z.int().min(0).optional(),
    trunc_method: z.enum(truncationMethods).optional(),
    page_size: z.int().min(1).max(MAXIMUM_PAGE_SIZE).optional(),
    cursor: cursorShape.nullable().optional(),
  }),
  response: z.object({
    phone_data: z.array(entryShape),
    cursor: cursorShape.nullable().optional().meta({
      description: 'With page_size: where the next page begins, null after the last',
    }),
  }),
});

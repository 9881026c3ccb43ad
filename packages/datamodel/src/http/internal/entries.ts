import { z } from 'zod';
import { entryShape } from '../entry.js';
import {
  entrySelectionShape,
  fieldPathShape,
  pageShape,
  streamKeyShape,
  timeQueryShape,
} from '../entry-query.js';
import { cursorShape, entryIdShape } from '../identifiers.js';
import { truncationMethods } from '../reference/find-entries.js';
import { defineRoute } from '../route.js';
import { storeNameShape } from '../stream-summary.js';
import { personParams } from './person.js';

/** What a service may ask for beyond the public query. */
export const serviceSelectionShape = entrySelectionShape.extend({
  /** Default: usercache, raw and analysis. */
  stores: z.array(storeNameShape).min(1).optional(),
  /** Also entries that carry `invalid`; default false. */
  includeInvalid: z.boolean().optional(),
});

/** JSON pages, or with `Accept: application/x-ndjson` all entries as one stream, one a line. */
export const queryPersonEntries = defineRoute({
  id: 'queryPersonEntries',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/entries/query',
  summary: "Read a person's entries, in pages or as NDJSON",
  caller: 'entries:read',
  idempotent: true,
  params: personParams,
  body: serviceSelectionShape.extend(pageShape.shape).extend({
    orderBy: fieldPathShape.optional(),
    descending: z.boolean().optional().meta({ description: 'Latest first' }),
    /** At most so many entries in all, chosen by `truncate` (default `first`). */
    limit: z.int().nonnegative().optional(),
    truncate: z.enum(truncationMethods).optional(),
  }),
  response: z.object({ entries: z.array(entryShape), cursor: cursorShape.nullable() }),
  responseLine: entryShape,
});

export const countPersonEntries = defineRoute({
  id: 'countPersonEntries',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/entries/count',
  summary: "Count a person's entries",
  caller: 'entries:read',
  idempotent: true,
  params: personParams,
  body: serviceSelectionShape,
  response: z.object({ count: z.int().nonnegative() }),
});

/** The first or last entry of a stream by a field, and the field's value. Both null when there is none. */
export const extremeEntry = defineRoute({
  id: 'extremeEntry',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/entries/extreme',
  summary: 'The first or last entry of a stream by a field',
  caller: 'entries:read',
  idempotent: true,
  params: personParams,
  body: z.object({
    key: streamKeyShape,
    field: fieldPathShape,
    end: z.enum(['first', 'last']),
    time: timeQueryShape.optional(),
  }),
  response: z.object({ entry: entryShape.nullable(), value: z.number().nullable() }),
});

export const getEntry = defineRoute({
  id: 'getEntry',
  surface: 'internal',
  method: 'GET',
  path: '/v1/people/:person/entries/:entry',
  summary: 'One entry by its id',
  caller: 'entries:read',
  idempotent: true,
  params: personParams.extend({ entry: entryIdShape }),
  query: z.object({ key: streamKeyShape.optional() }),
  response: entryShape,
});

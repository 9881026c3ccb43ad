import { z } from 'zod';
import { entryShape } from '../entry.js';
import { entrySelectionShape, fieldPathShape, frameSelectionShape, pageShape } from '../entry-query.js';
import { cursorShape } from '../identifiers.js';
import { defineRoute } from '../route.js';

/**
 * Entries in order of the time field, then id. In pages, or all of them in one answer when the caller accepts
 * NDJSON. Entries that arrive after the first page was made are not part of the query.
 */
export const queryEntries = defineRoute({
  id: 'queryEntries',
  surface: 'public',
  method: 'POST',
  path: '/v2/entries/query',
  summary: "Read the caller's entries, in pages or as NDJSON",
  caller: 'person',
  idempotent: true,
  body: entrySelectionShape.extend(pageShape.shape).extend({
    orderBy: fieldPathShape
      .optional()
      .meta({ description: 'Time field to sort by; default the field of time' }),
    descending: z.boolean().optional().meta({ description: 'Latest first' }),
  }),
  response: z.object({ entries: z.array(entryShape), cursor: cursorShape.nullable() }),
  responseLine: entryShape,
});

/** An Arrow IPC stream; columns as in the data frames of the reference. */
export const readOwnDataFrame = defineRoute({
  id: 'readOwnDataFrame',
  surface: 'public',
  method: 'POST',
  path: '/v2/data-frame',
  summary: "The caller's entries of one stream as a table, an Arrow IPC stream",
  caller: 'person',
  idempotent: true,
  body: frameSelectionShape,
  streams: 'application/vnd.apache.arrow.stream',
});

export const countEntries = defineRoute({
  id: 'countEntries',
  surface: 'public',
  method: 'POST',
  path: '/v2/entries/count',
  summary: "Count the caller's entries",
  caller: 'person',
  idempotent: true,
  body: entrySelectionShape,
  response: z.object({ count: z.int().nonnegative() }),
});

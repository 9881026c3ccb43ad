import { z } from 'zod';
import { entryShape } from '../entry.js';
import { pageShape, streamKeyShape } from '../entry-query.js';
import { cursorShape, entryIdShape, personIdShape } from '../identifiers.js';
import { defineRoute } from '../route.js';
import { serviceFrameShape } from './data-frame.js';
import { serviceSelectionShape } from './entries.js';

/** People who are passed over because their data is locked. */
const lockedShape = z.array(personIdShape);

/** Ordered within each person, one person after the other. A page may be short, or empty, before the last. */
export const queryEverybody = defineRoute({
  id: 'queryEverybody',
  surface: 'internal',
  method: 'POST',
  path: '/v1/entries/query',
  summary: "Read everybody's entries, in pages",
  caller: 'entries:read',
  idempotent: true,
  body: serviceSelectionShape.extend(pageShape.shape),
  response: z.object({ entries: z.array(entryShape), locked: lockedShape, cursor: cursorShape.nullable() }),
});

export const countEverybody = defineRoute({
  id: 'countEverybody',
  surface: 'internal',
  method: 'POST',
  path: '/v1/entries/count',
  summary: "Count everybody's entries",
  caller: 'entries:read',
  idempotent: true,
  body: serviceSelectionShape,
  response: z.object({ count: z.int().nonnegative(), locked: lockedShape }),
});

export const peopleWithEntries = defineRoute({
  id: 'peopleWithEntries',
  surface: 'internal',
  method: 'POST',
  path: '/v1/entries/people',
  summary: 'People who have such entries',
  caller: 'entries:read',
  idempotent: true,
  body: serviceSelectionShape,
  response: z.object({ people: z.array(personIdShape), locked: lockedShape }),
});

export const findEntryOfAnybody = defineRoute({
  id: 'findEntryOfAnybody',
  surface: 'internal',
  method: 'GET',
  path: '/v1/entries/:entry',
  summary: 'One entry by its id, whoever it belongs to',
  caller: 'entries:read',
  idempotent: true,
  params: z.object({ entry: entryIdShape }),
  query: z.object({ key: streamKeyShape.optional() }),
  response: entryShape,
});

/** People whose data is locked are left out. */
export const readDataFrame = defineRoute({
  id: 'readDataFrame',
  surface: 'internal',
  method: 'POST',
  path: '/v1/data-frame',
  summary: "Everybody's entries of one stream as a table, an Arrow IPC stream",
  caller: 'entries:read',
  idempotent: true,
  body: serviceFrameShape,
  streams: 'application/vnd.apache.arrow.stream',
});

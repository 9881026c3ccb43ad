import { z } from 'zod';
import { entryShape } from '../entry.js';
import { wholeNumberText } from '../number-text.js';
import { defineRoute } from '../route.js';
import { personParams } from './person.js';

/** A phone entry that no run has converted yet. */
export const usercacheRowShape = z.object({
  /** Sequence of the commit that brought it. */
  arrival: z.int().nonnegative(),
  entry: entryShape,
});
export type UsercacheRow = z.output<typeof usercacheRowShape>;

/** Rows in order of arrival, then id. */
export const readUsercache = defineRoute({
  id: 'readUsercache',
  surface: 'internal',
  method: 'GET',
  path: '/v1/people/:person/usercache',
  summary: 'Phone entries waiting for conversion, in order of arrival, as JSON or NDJSON',
  caller: 'entries:read',
  idempotent: true,
  params: personParams,
  query: z.object({
    after: wholeNumberText.optional().meta({ description: 'Only rows that arrived after this sequence' }),
    limit: wholeNumberText.optional().meta({ description: 'At most so many rows' }),
  }),
  response: z.object({ rows: z.array(usercacheRowShape) }),
  responseLine: usercacheRowShape,
});

import { z } from 'zod';
import { custodyShape } from '../custody.js';
import { personIdShape } from '../identifiers.js';
import { wholeNumberText } from '../number-text.js';
import { defineRoute } from '../route.js';

/** What is kept of one person, as it can be told without opening anything. */
export const personStorageShape = z.object({
  person: personIdShape,
  custody: custodyShape,
  /** Nobody can read the person's data until the person opens it. */
  locked: z.boolean(),
  entries: z.int().nonnegative(),
  /** Bytes at rest, sealed. */
  bytes: z.int().nonnegative(),
  /** Smallest and largest `metadata.write_ts`, Unix seconds; null where nothing is stored. */
  first: z.number().nullable(),
  last: z.number().nullable(),
  /** What is stored is damaged so far that it cannot be counted. */
  damaged: z.boolean(),
});
export type PersonStorage = z.output<typeof personStorageShape>;

export const listStorage = defineRoute({
  id: 'listStorage',
  surface: 'public',
  method: 'GET',
  path: '/v2/storage/people',
  summary: 'How much is stored of each person, in order of their id',
  caller: 'operator',
  idempotent: true,
  query: z.object({ after: personIdShape.optional(), limit: wholeNumberText.optional() }),
  response: z.object({
    people: z.array(personStorageShape),
    /** Value of `after` for the next page; null after the last. */
    next: personIdShape.nullable(),
  }),
});

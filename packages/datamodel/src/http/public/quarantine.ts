import { z } from 'zod';
import { DEFAULT_PAGE_SIZE } from '../entry-query.js';
import { cursorShape } from '../identifiers.js';
import { wholeNumberText } from '../number-text.js';
import { defineRoute } from '../route.js';

/** An entry that was set aside. */
export const quarantinedShape = z.object({
  /** Hash of the entry's raw text: sending it again adds nothing. */
  id: z.string(),
  code: z.string(),
  path: z.string().nullable(),
  /** Stream that the entry names, if it can be told. */
  key: z.string().nullable(),
  /** When it arrived, Unix seconds. */
  since: z.number(),
  /** The entry as it arrived: parsed, or its text where it is no JSON. */
  raw: z.unknown(),
});
export type Quarantined = z.output<typeof quarantinedShape>;

export const listQuarantine = defineRoute({
  id: 'listQuarantine',
  surface: 'public',
  method: 'GET',
  path: '/v2/quarantine',
  summary: "The caller's entries that were set aside, and why",
  caller: 'person',
  idempotent: true,
  query: z.object({
    limit: wholeNumberText.optional().meta({ description: `At most so many; default ${DEFAULT_PAGE_SIZE}` }),
    cursor: cursorShape.optional(),
  }),
  response: z.object({ quarantined: z.array(quarantinedShape), cursor: cursorShape.nullable() }),
});

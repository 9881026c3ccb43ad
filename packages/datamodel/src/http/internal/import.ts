import { z } from 'zod';
import { entryShape } from '../entry.js';
import { setAsideShape } from '../reference/usercache.js';
import { defineRoute } from '../route.js';
import { personParams } from './person.js';

/**
 * Entries in server form, straight into the long-term store, each replacing the one with the same `_id`. The
 * owner inside the entries is overwritten. NDJSON is committed in batches as it arrives, so memory stays
 * bounded; sending everything again after a broken connection changes nothing.
 */
export const importEntries = defineRoute({
  id: 'importEntries',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/import',
  summary: 'Import entries in server form, as a JSON array or NDJSON',
  caller: 'entries:write',
  idempotent: true,
  params: personParams,
  body: z.array(entryShape),
  bodyLine: entryShape,
  response: z.object({
    inserted: z.int().nonnegative(),
    replaced: z.int().nonnegative(),
    unchanged: z.int().nonnegative(),
    /** `index` counts entries from the beginning of the body. */
    quarantined: z.array(setAsideShape),
  }),
});

import { z } from 'zod';
import { frameSelectionShape } from '../entry-query.js';
import { defineRoute } from '../route.js';
import { storeNameShape } from '../stream-summary.js';
import { personParams } from './person.js';

/** What a service may ask for beyond the public query. */
export const serviceFrameShape = frameSelectionShape.extend({
  /** Default: usercache, raw and analysis. */
  stores: z.array(storeNameShape).min(1).optional(),
  /** Also entries that carry `invalid`; default false. */
  includeInvalid: z.boolean().optional(),
});

/**
 * An Arrow IPC stream, which pandas, Polars and DuckDB read as it is. One row an entry; columns as in the data frames of
 * the reference: the members of the payload, local dates flattened to `<field>_year` and so on, then `_id`, `user_id`
 * and `metadata_write_ts`. Nested values are JSON text.
 */
export const readPersonDataFrame = defineRoute({
  id: 'readPersonDataFrame',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/data-frame',
  summary: 'Entries of one stream of a person as a table, an Arrow IPC stream',
  caller: 'entries:read',
  idempotent: true,
  params: personParams,
  body: serviceFrameShape,
  streams: 'application/vnd.apache.arrow.stream',
});

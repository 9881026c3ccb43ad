import { z } from 'zod';
import { defineRoute } from '../route.js';
import { personParams } from './person.js';

/** How far a stage has come. All times are Unix seconds. */
export const stageStateShape = z.object({
  /** End of the range of the run in progress; null when there is none. */
  curr_run_ts: z.number().nullable(),
  last_processed_ts: z.number().nullable(),
  last_ts_run: z.number().nullable(),
});
export type StageState = z.output<typeof stageStateShape>;

/** States by stage name, such as `TRIP_SEGMENTATION`. */
export const stageStatesShape = z.record(z.string(), stageStateShape);
export type StageStates = z.output<typeof stageStatesShape>;

export const readStates = defineRoute({
  id: 'readStates',
  surface: 'internal',
  method: 'GET',
  path: '/v1/people/:person/states',
  summary: 'How far each stage has come',
  caller: 'entries:read',
  idempotent: true,
  params: personParams,
  response: z.object({ states: stageStatesShape, processedSequence: z.int().nonnegative() }),
});

import { z } from 'zod';
import { defineRoute } from '../route.js';

/** Something that has not happened yet, why, and since when. */
export const waitingItemShape = z.object({
  /**
   * `entries`: uploads that no run has used yet; `sealed-entries`: uploads of a locked person; `quarantine`:
   * entries set aside; `blocks`: stored data that is damaged and left out of answers.
   */
  what: z.enum(['entries', 'sealed-entries', 'quarantine', 'blocks']),
  /** `run-due`, `run-in-progress`, `person-locked`, or the error code for which it was set aside. */
  why: z.string(),
  count: z.int().nonnegative().nullable(),
  /** Unix seconds; null when not known. */
  since: z.number().nullable(),
});
export type WaitingItem = z.output<typeof waitingItemShape>;

export const listWaiting = defineRoute({
  id: 'listWaiting',
  surface: 'public',
  method: 'GET',
  path: '/v2/waiting',
  summary: 'What is waiting, why, and since when',
  caller: 'person',
  idempotent: true,
  response: z.object({ waiting: z.array(waitingItemShape) }),
});

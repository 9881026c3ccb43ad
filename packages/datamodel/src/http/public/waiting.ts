import { z } from 'zod';
import { defineRoute } from '../route.js';

/** Something that has not happened yet, why, and since when. */
export const waitingItemShape = z.object({
  /** `entries`: uploads that no run has used; `quarantine`: entries set aside; `data`: all of it. */
  what: z.enum(['entries', 'quarantine', 'data']),
  why: z.enum(['run-due', 'run-in-progress', 'not-usable', 'person-locked']),
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

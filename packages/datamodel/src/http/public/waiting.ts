import { z } from 'zod';
import { personIdShape } from '../identifiers.js';
import { wholeNumberText } from '../number-text.js';
import { defineRoute } from '../route.js';

/** Something that has not happened yet, why, and since when. */
export const waitingItemShape = z.object({
  /**
   * `entries`: uploads that no run has used yet; `sealed-entries`: uploads of a locked person; `quarantine`:
   * entries set aside; `blocks`: stored data that is damaged and left out of answers; `run`: the last run, or a stage of
   * it, which failed; `points`: positions that are stored and of which no trips can be made as things are.
   */
  what: z.enum(['entries', 'sealed-entries', 'quarantine', 'blocks', 'run', 'points']),
  /**
   * `run-due`, `run-in-progress`, `run-failing`, `dormant`, `person-locked`, `dated-ahead` (a wrong clock wrote all of them
   * in the future), `collection-mode-unknown` (no point says how it was collected: the operator sets
   * `intake.segmentation.missing_filter` and asks for a retry), or the error code for which it was set aside or failed.
   */
  why: z.string(),
  /** How many; of a run, how often it has failed since then. */
  count: z.int().nonnegative().nullable(),
  /** Unix seconds; null when not known. */
  since: z.number().nullable(),
  /** The stage that failed; left out where it was the run as a whole, or something else waits. */
  stage: z.string().optional(),
  /** When it is tried again without anybody asking, Unix seconds; for runs that fail, and what is dated ahead. */
  retryAt: z.number().optional(),
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

/** What waits for one of many people. */
export const personWaitingShape = z.object({
  person: personIdShape,
  /** Nobody can read the person's data until the person opens it. */
  locked: z.boolean(),
  waiting: z.array(waitingItemShape),
});
export type PersonWaiting = z.output<typeof personWaitingShape>;

/** People for whom nothing waits are left out, so that a page may be short. */
export const listWaitingPeople = defineRoute({
  id: 'listWaitingPeople',
  surface: 'public',
  method: 'GET',
  path: '/v2/waiting/people',
  summary: 'For whom something is waiting, why, and since when',
  caller: 'operator',
  idempotent: true,
  query: z.object({ after: personIdShape.optional(), limit: wholeNumberText.optional() }),
  response: z.object({
    people: z.array(personWaitingShape),
    /** Value of `after` for the next page; null after the last. */
    next: personIdShape.nullable(),
  }),
});

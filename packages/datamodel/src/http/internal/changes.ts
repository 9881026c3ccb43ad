import { z } from 'zod';
import { cursorShape, entryIdShape, personIdShape } from '../identifiers.js';
import { wholeNumberText } from '../number-text.js';
import { defineRoute } from '../route.js';
import { storeNameShape } from '../stream-summary.js';
import { personParams } from './person.js';

const rangeShape = z.tuple([z.number(), z.number()]);

/**
 * A stretch of one stream in which something has changed. To bring a copy up to date: drop from it the entries of this
 * store and key within the range of `metadata.write_ts` (or just those of `ids`, where there are some), for all
 * changes; then read the same anew.
 */
export const changeShape = z.object({
  store: storeNameShape,
  key: z.string(),
  /** New in this store; other content under the same id; hidden from then on; no longer in this store. */
  kind: z.enum(['added', 'replaced', 'invalidated', 'removed']),
  /** Entries concerned, counted once a commit. */
  count: z.int().nonnegative(),
  /** Range of each time field over the entries concerned, as they were and as they are. Unix seconds. */
  times: z.object({
    'metadata.write_ts': rangeShape.optional(),
    'data.ts': rangeShape.optional(),
    'data.start_ts': rangeShape.optional(),
    'data.end_ts': rangeShape.optional(),
    'data.enter_ts': rangeShape.optional(),
    'data.exit_ts': rangeShape.optional(),
  }),
  /** Absent for new entries, and where there are more than a thousand. */
  ids: z.array(entryIdShape).optional(),
});
export type Change = z.output<typeof changeShape>;

export const changesShape = z.object({
  /** Sequence up to which nothing is missing: the value of `since` for the next question. */
  sequence: z.int().nonnegative(),
  changes: z.array(changeShape),
});
export type Changes = z.output<typeof changesShape>;

const sinceShape = wholeNumberText.meta({ description: 'Sequence that the caller has seen; default 0' });

/**
 * With `Accept: text/event-stream` the answer goes on: an event `changes` for whatever is committed, its id the
 * sequence, so that a client that reconnects with `Last-Event-ID` misses nothing.
 */
export const readChanges = defineRoute({
  id: 'readChanges',
  surface: 'internal',
  method: 'GET',
  path: '/v1/people/:person/changes',
  summary: 'Where something has changed since a sequence; also as server-sent events',
  caller: 'entries:read',
  idempotent: true,
  params: personParams,
  query: z.object({ since: sinceShape.optional() }),
  response: changesShape,
  streams: 'text/event-stream',
});

export const changedPeopleShape = z.object({
  /** People, each with the sequence that they have reached. The same one may come again. */
  people: z.array(z.object({ id: personIdShape, sequence: z.int().nonnegative() })),
  /** Value of `after` for the next question. */
  next: cursorShape,
  /** Whether there is more already. */
  more: z.boolean(),
});
export type ChangedPeople = z.output<typeof changedPeopleShape>;

/**
 * Everybody at first, then those who have been written to. After a restart of the service, or a long absence, it begins
 * with everybody again: nobody is ever left out. With `Accept: text/event-stream`, events `people` without end.
 */
export const readChangedPeople = defineRoute({
  id: 'readChangedPeople',
  surface: 'internal',
  method: 'GET',
  path: '/v1/changes',
  summary: 'People with new sequences; also as server-sent events',
  caller: 'people:read',
  idempotent: true,
  query: z.object({ after: cursorShape.optional(), limit: wholeNumberText.optional() }),
  response: changedPeopleShape,
  streams: 'text/event-stream',
});

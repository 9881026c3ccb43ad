import type { PersonId } from '../entry.js';
import { type ChangedPeople, type Changes, internalRoutes } from '../http/index.js';
import type { Caller, CallOptions } from './caller.js';
import { followEvents } from './events.js';
import type { RetryPolicy } from './retry.js';

/** What is new about one person. */
export interface PersonChanges {
  /**
   * Where something has changed since a sequence (default 0: everything).
   * @throws SojournError `sequence-unknown` when the store has gone back behind it
   */
  changes(since?: number, options?: CallOptions): Promise<Changes>;
  /**
   * The same, and then whatever changes, as it happens, until the signal or the end of the loop. A connection that is
   * lost is opened again where it left off: nothing is missed, and nothing comes twice.
   */
  followChanges(since?: number, options?: CallOptions): AsyncGenerator<Changes>;
}

/** Who has something new. */
export interface EverybodysChanges {
  /** People with their sequences: everybody at first, then, after `next` of the answer before, those written to. */
  changedPeople(after?: string, options?: CallOptions): Promise<ChangedPeople>;
  /** The same as it happens. After a restart of the service everybody comes again. */
  followPeople(after?: string, options?: CallOptions): AsyncGenerator<ChangedPeople>;
}

export function personChanges(caller: Caller, person: PersonId, policy: RetryPolicy): PersonChanges {
  const route = internalRoutes.readChanges;
  const params = { person };
  return {
    changes: (since, options) =>
      caller.call(route, { params, query: since === undefined ? {} : { since } }, options),
    async *followChanges(since = 0, options = {}) {
      const open = (last: string | undefined) =>
        caller.stream(route, { params, query: { since: Number(last ?? since) } }, options);
      for await (const { data } of followEvents(open, policy, options.signal)) yield data as Changes;
    },
  };
}

export function everybodysChanges(caller: Caller, policy: RetryPolicy): EverybodysChanges {
  const route = internalRoutes.readChangedPeople;
  const queryOf = (after: string | undefined) => ({ query: after === undefined ? {} : { after } });
  return {
    changedPeople: (after, options) => caller.call(route, queryOf(after), options),
    async *followPeople(after, options = {}) {
      const open = (last: string | undefined) => caller.stream(route, queryOf(last ?? after), options);
      for await (const { data } of followEvents(open, policy, options.signal)) yield data as ChangedPeople;
    },
  };
}

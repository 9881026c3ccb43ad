import { joinSpans, type Span } from '../read/spans.js';
import { recordOf } from './change-entries.js';
import { type ChangeRecord, mostNamedIds } from './change-log.js';
import { entryOf, incomingEntry } from './incoming.js';
import type { Arrival } from './seal-entries.js';

/** Whoever asks for changes is seldom further behind than so many commits, and then is told a little too much. */
const youngCommits = 100;

interface Joined extends Span {
  readonly arrival: Arrival;
}

/**
 * Joins old records about the same stretch of the same stream into one, as of the latest of their commits, so that the
 * account of changes grows with the time that data covers, not with the number of commits.
 */
export function coalesceChanges(arrivals: readonly Arrival[], sequence: number): Arrival[] {
  const young: Arrival[] = [];
  const streams = new Map<string, Joined[]>();
  for (const arrival of arrivals) {
    if (arrival.arrival > sequence - youngCommits) {
      young.push(arrival);
      continue;
    }
    const { store, key, kind, count, times, ids } = recordOf(entryOf(arrival.incoming));
    const name = `${store} ${key} ${kind}`;
    const spans = streams.get(name) ?? [];
    streams.set(name, spans);
    spans.push({ count, times, ...(ids && { ids }), arrival });
  }
  const old = [...streams.values()].flatMap((spans) => joinSpans(spans, mostNamedIds, later).map(rewritten));
  return [...old, ...young];
}

function later(one: Joined, other: Joined, joined: Span): Joined {
  return { ...joined, arrival: one.arrival.arrival > other.arrival.arrival ? one.arrival : other.arrival };
}

function rewritten({ arrival: { incoming, arrival }, ...span }: Joined): Arrival {
  const entry = entryOf(incoming);
  const { sequence, store, key, kind } = recordOf(entry);
  const record: ChangeRecord = { sequence, store, key, kind, ...span };
  return { incoming: incomingEntry({ ...entry, data: { ...record } }), arrival };
}

import type { PersonState } from '../person/person-state.js';
import { readUsercache } from '../read/usercache.js';
import type { RunBeginning } from '../timeseries.js';
import { acquireLease } from './lease.js';

/**
 * Gives a run its lease and what every run reads. Runs alone on the person's state.
 * @param resume a lease of the same owner is taken over
 * @throws SojournError `run-in-progress`, `person-locked`
 */
export async function beginRun(
  state: PersonState,
  owner: string,
  ttlMs: number,
  limit: number,
  resume = false,
): Promise<RunBeginning> {
  const usercache = await readUsercache(state, 0, limit);
  const lease = await acquireLease(state, owner, ttlMs, { resume });
  const { states, processedSequence } = state.head;
  return { lease, states, processedSequence, streams: longTermStreams(state), usercache };
}

/** Headers alone say which streams there are. */
function longTermStreams({ blocks }: PersonState): string[] {
  const keys = new Set<string>();
  for (const { header } of blocks) {
    if (header.store === 'raw' || header.store === 'analysis') for (const key of header.keys) keys.add(key);
  }
  return [...keys].sort();
}

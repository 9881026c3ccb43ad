import { liveLease } from '../change/lease.js';
import { inboxKeyVersion, type PersonState } from '../person/person-state.js';
import type { Waiting } from '../timeseries.js';
import { retryReplaced } from './retry.js';

/** What waits for a run, for an unlock, or for somebody to look at it. Works for a locked person, less codes. */
export async function whatWaits(state: PersonState): Promise<Waiting> {
  const { head, blocks, keys, context } = state;
  const isInbox = (keyVersion: number) => keyVersion === inboxKeyVersion;
  const inbox = blocks.filter(({ header }) => isInbox(header.keyVersion));
  const kept = blocks.filter(({ header }) => !isInbox(header.keyVersion));
  const usercache = kept.filter(({ header }) => header.store === 'usercache');
  const quarantine = kept.filter(({ header }) => header.store === 'quarantine');
  return {
    sequence: head.sequence,
    processedSequence: head.processedSequence,
    usercache: { count: countOf(usercache), since: head.waitingSince, ...dueOf(usercache, context.clock()) },
    quarantine: {
      count: countOf(quarantine),
      since: oldestOf(quarantine),
      byCode: keys.locked ? {} : await codesOf(state, quarantine),
    },
    // The times of sealed entries are those of the phone, not of their arrival.
    inbox: { count: inbox.length, since: inbox.length === 0 ? null : head.waitingSince },
    locked: keys.locked,
    lease: liveLease(state) ?? null,
    damage: [...state.damage],
  };
}

type Blocks = PersonState['blocks'];

function countOf(blocks: Blocks): number {
  return blocks.reduce((sum, { header }) => sum + header.count, 0);
}

function oldestOf(blocks: Blocks): number | null {
  const times = blocks.map(({ header }) => header.times['metadata.write_ts']?.min ?? Infinity);
  const oldest = Math.min(...times);
  return oldest === Infinity ? null : oldest;
}

/** Runs leave alone what was written in their future, or just before: it may be a moment that is not over yet. */
const settled = 60;

function dueOf(blocks: Blocks, now: number): { due?: number } {
  const oldest = oldestOf(blocks);
  return oldest !== null && oldest > now / 1000 + settled ? { due: oldest } : {};
}

function codesOf(state: PersonState, blocks: Blocks): Promise<Record<string, number>> {
  return retryReplaced(async () => {
    const codes = new Map<string, number>();
    for (const block of blocks) {
      const opened = await state.open(block);
      for (const code of opened?.strings('data.code') ?? []) {
        if (code !== undefined) codes.set(code, (codes.get(code) ?? 0) + 1);
      }
    }
    return Object.fromEntries(codes);
  });
}

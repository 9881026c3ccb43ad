import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Entry, PersonId } from '@sojourn/datamodel';
import {
  type BlockAbout,
  gather,
  type IdentityClass,
  type SealedBlock,
  type StoreName,
  sealGroups,
} from '../../block/index.js';
import type { VersionedKey } from '../../keys/index.js';
import { groupsOf, type Incoming } from './incoming.js';

/** An entry on its way into a block, with its arrival sequence. */
export interface Arrival {
  readonly incoming: Incoming;
  readonly arrival: number;
}

/** Entries of a block that stays. */
export const fullBlock = 512;
/** Entries of a block that a compaction will take apart. */
const uploadBlock = 2048;

/** What entries that are to be sealed have in common. */
export interface SealAbout {
  readonly person: PersonId;
  readonly store: StoreName;
  readonly identity: IdentityClass;
  /** Sequence of the commit. */
  readonly commit: number;
  readonly generation?: number;
  readonly effort?: 'fast' | 'small';
}

let made = 0;

/**
 * A new block id: 6 bytes sequence, 2 bytes counter, 8 random bytes. Ascending ids make the engine's trees grow at their
 * end, where pages get full; only the random part makes them unique.
 */
export function blockId(sequence: number): string {
  made = (made + 1) % 65_536;
  const counter = made.toString(16).padStart(4, '0');
  return sequence.toString(16).padStart(12, '0') + counter + randomBytes(8).toString('hex');
}

/**
 * Seals entries that arrive with their commit in as many blocks as they need, in their order; between the blocks, others
 * get their turn.
 */
export function sealEntries(
  entries: readonly Entry[],
  about: SealAbout,
  key: VersionedKey,
): Promise<SealedBlock[]> {
  const groups = (start: number, end: number) =>
    gather(start === 0 && end >= entries.length ? entries : entries.slice(start, end));
  return sealParts(entries.length, about, (start, end, details) =>
    sealGroups(groups(start, end), details, key),
  );
}

/** The same for entries of which each has an arrival sequence of its own. */
export function sealArrivals(
  arrivals: readonly Arrival[],
  about: SealAbout,
  key: VersionedKey,
): Promise<SealedBlock[]> {
  return sealParts(arrivals.length, about, (start, end, details) => {
    const part = arrivals.slice(start, end);
    const groups = groupsOf(part.map(({ incoming }) => incoming));
    const arrived = part.map(({ arrival }) => arrival);
    const isOld = arrived.some((arrival) => arrival !== about.commit);
    return sealGroups(groups, isOld ? { ...details, arrivals: arrived } : details, key);
  });
}

async function sealParts(
  count: number,
  about: SealAbout,
  seal: (start: number, end: number, details: BlockAbout) => SealedBlock,
): Promise<SealedBlock[]> {
  const size = about.effort === 'fast' ? uploadBlock : fullBlock;
  const blocks: SealedBlock[] = [];
  for (let start = 0; start < count; start += size) {
    if (start > 0) await setImmediate();
    const details = {
      ...about,
      effort: about.effort ?? 'small',
      generation: about.generation ?? 0,
      id: blockId(about.commit),
    };
    blocks.push(seal(start, start + size, details));
  }
  return blocks;
}

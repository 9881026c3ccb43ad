import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Entry, PersonId } from '@sojourn/datamodel';
import { type IdentityClass, type SealedBlock, type StoreName, sealBlock } from '../../block/index.js';
import type { VersionedKey } from '../../keys/index.js';

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
 * Seals entries in as many blocks as they need, in their order; between the blocks, others get their turn.
 * @param arrivals arrival sequence of each entry; default: the commit
 */
export async function sealEntries(
  entries: readonly Entry[],
  about: SealAbout,
  key: VersionedKey,
  arrivals?: readonly number[],
): Promise<SealedBlock[]> {
  const size = about.effort === 'fast' ? uploadBlock : fullBlock;
  const blocks: SealedBlock[] = [];
  for (let start = 0; start < entries.length; start += size) {
    if (start > 0) await setImmediate();
    const part = entries.length <= size ? entries : entries.slice(start, start + size);
    const old = arrivals?.slice(start, start + size);
    const details = {
      ...about,
      effort: about.effort ?? 'small',
      generation: about.generation ?? 0,
      id: blockId(about.commit),
      ...(old?.some((arrival) => arrival !== about.commit) ? { arrivals: old } : {}),
    };
    blocks.push(sealBlock(part, details, key));
  }
  return blocks;
}

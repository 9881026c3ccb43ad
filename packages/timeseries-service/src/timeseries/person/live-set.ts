import type { Damage } from '../timeseries.js';
import type { Head } from './head.js';
import type { IndexedBlock } from './stored-block.js';

/** Sums are taken modulo 2^128. */
const modulus = 1n << 128n;

/** The sum after blocks came and went; the order does not matter. */
export function changedSum(
  sum: bigint,
  added: readonly IndexedBlock[],
  removed: readonly IndexedBlock[],
): bigint {
  let next = sum;
  for (const { share } of added) next += share;
  for (const { share } of removed) next -= share;
  return ((next % modulus) + modulus) % modulus;
}

/**
 * Compares what the engine holds with what the head says.
 * @returns the blocks that belong to the person, and what is missing from or foreign to them
 */
export function checkLiveSet(
  stored: readonly IndexedBlock[],
  head: Head,
): { readonly live: readonly IndexedBlock[]; readonly damage: readonly Damage[] } {
  // A block of a later commit than the head's was never made visible.
  const visible = stored.filter(({ header }) => header.commit <= head.sequence);
  const surplus = changedSum(0n, visible, []) - BigInt(`0x${head.live.sum}`);
  if (surplus === 0n && visible.length === head.live.blocks) return { live: visible, damage: [] };
  const foreign = foreignBlocks(visible, changedSum(surplus, [], []), visible.length - head.live.blocks);
  if (foreign) {
    return {
      live: visible.filter((block) => !foreign.includes(block)),
      damage: foreign.map((block) => damageOf(block)),
    };
  }
  return { live: visible, damage: [{ code: 'head-damaged' }] };
}

/** What is said about a block that cannot be trusted. */
export function damageOf({ id, header }: IndexedBlock): Damage {
  return { code: 'block-damaged', block: id, store: header.store, keys: header.keys };
}

/** One or two blocks that account for the whole surplus: blocks that were put back after their removal. */
function foreignBlocks(
  blocks: readonly IndexedBlock[],
  surplus: bigint,
  count: number,
): readonly IndexedBlock[] | undefined {
  if (count === 1) {
    const block = blocks.find(({ share }) => share === surplus);
    return block && [block];
  }
  if (count !== 2) return undefined;
  const byShare = new Map(blocks.map((block) => [block.share, block]));
  for (const block of blocks) {
    const other = byShare.get(changedSum(surplus, [], [block]));
    if (other && other !== block) return [block, other];
  }
  return undefined;
}

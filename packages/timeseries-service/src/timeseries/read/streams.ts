import { inboxKeyVersion, type PersonState } from '../person/person-state.js';
import type { IndexedBlock } from '../person/stored-block.js';
import type { EntryStore, StreamSummary } from '../timeseries.js';
import { retryReplaced } from './retry.js';

interface Tally {
  count: number;
  first: number;
  last: number;
  bytes: number;
}

/** Streams of a person. Only blocks that hold several streams are opened, to find the range of each. */
export async function summariseStreams(state: PersonState): Promise<StreamSummary[]> {
  state.assertOpen();
  return retryReplaced(async () => {
    const tallies = new Map<string, Tally & { readonly key: string; readonly store: EntryStore }>();
    for (const block of state.blocks) {
      const { header, headerBytes } = block;
      const { store } = header;
      if (header.keyVersion === inboxKeyVersion || store === 'changes') continue;
      const ranges = await rangesOf(state, block);
      const bytes = headerBytes.length + header.bytes;
      for (const [index, key] of header.keys.entries()) {
        const entries = header.keyCounts[index]!;
        const name = `${store} ${key}`;
        const tally = tallies.get(name) ?? {
          key,
          store,
          count: 0,
          first: Infinity,
          last: -Infinity,
          bytes: 0,
        };
        const [first, last] = ranges.get(key) ?? [Infinity, -Infinity];
        // An overlay stands for entries that are counted in their own blocks.
        tally.count += header.generation === 0 ? entries : 0;
        tally.first = Math.min(tally.first, first);
        tally.last = Math.max(tally.last, last);
        tally.bytes += (bytes * entries) / header.count;
        tallies.set(name, tally);
      }
    }
    return [...tallies.values()]
      .map((tally) => ({ ...tally, bytes: Math.round(tally.bytes) }))
      .sort((one, other) => compare(one.key, other.key) || compare(one.store, other.store));
  });
}

async function rangesOf(
  state: PersonState,
  block: IndexedBlock,
): Promise<ReadonlyMap<string, readonly [number, number]>> {
  const { keys, times } = block.header;
  const whole = times['metadata.write_ts'];
  if (keys.length === 1 && whole) return new Map([[keys[0]!, [whole.min, whole.max]]]);
  const ranges = new Map<string, [number, number]>();
  const opened = await state.open(block);
  if (!opened) return ranges;
  const writeTimes = opened.numbers('metadata.write_ts');
  for (const [row, key] of opened.strings('metadata.key').entries()) {
    const time = writeTimes[row]!;
    const range = ranges.get(key ?? '');
    if (!range) ranges.set(key ?? '', [time, time]);
    else {
      range[0] = Math.min(range[0], time);
      range[1] = Math.max(range[1], time);
    }
  }
  return ranges;
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

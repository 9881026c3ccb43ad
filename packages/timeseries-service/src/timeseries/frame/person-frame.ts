import { setImmediate } from 'node:timers/promises';
import { SojournError, type StreamRegistry } from '@sojourn/datamodel';
import type { PersonState } from '../person/person-state.js';
import type { EntryQuery } from '../query.js';
import { planRead, type ReadPlan } from '../read/plan.js';
import { retryReplaced } from '../read/retry.js';
import { selectBlocks } from '../read/select.js';
import { limitedRuns } from '../read/truncate.js';
import { FrameColumns } from './frame-columns.js';
import { RepeatedRows } from './repeated-rows.js';

/** Which entries of one stream make a data frame. */
export interface FrameQuery extends Omit<EntryQuery, 'keys'> {
  readonly key: string;
  /** Rows that repeat an earlier one are left out, as the reference does. Default `drop`. */
  readonly repeated?: 'drop' | 'keep';
}

/** People whose rows a frame holds, one after the other. Each time it is asked for, from the beginning. */
export type StateSource = () => AsyncIterable<PersonState>;

/**
 * The entries of one stream as an Arrow IPC stream. The data is gone through twice: first for the columns that it
 * fills, which must be known before the first row, then for the rows. Memory does not grow with their number.
 * @throws SojournError `commit-conflict`, in the middle of the stream, when entries were rewritten meanwhile so that they
 * no longer fit
 */
export async function* frameOf(
  states: StateSource,
  query: FrameQuery,
  streams: StreamRegistry,
): AsyncGenerator<Uint8Array> {
  const { key, repeated = 'drop', ...rest } = query;
  const entryQuery: EntryQuery = { ...rest, keys: [key] };
  const plan = planRead(entryQuery);
  const columns = new FrameColumns(key);
  const ends = new Map<string, number>();
  for await (const state of states()) {
    ends.set(state.id, state.head.sequence);
    await retryReplaced(() => findColumns(state, plan, columns));
  }
  const list = columns.list();
  // Arrow takes a tenth of a second to load, which no start of the service should wait for.
  const { FrameWriter } = await import('./frame-writer.js');
  const writer = new FrameWriter(list, { 'sojourn.key': key });
  const compared = streams.get(key)?.deduplicate.map((name) => `data.${name}`);
  const numbers = list.filter(({ type }) => type === 'number').map(({ path }) => path);
  const checked = new WeakSet<object>();
  for await (const state of states()) {
    const until = ends.get(state.id);
    if (until === undefined) continue;
    const repeats = new RepeatedRows([...(compared ?? numbers), 'metadata.write_ts']);
    for await (const runs of limitedRuns(state, plan, entryQuery, until)) {
      for (const { cursor, from, to } of runs) {
        const { opened, matching } = cursor;
        if (!checked.has(opened)) {
          if (!columns.fits(opened)) throw new SojournError('commit-conflict');
          checked.add(opened);
        }
        const rows: number[] = [];
        for (let place = from; place < to; place++) {
          const row = cursor.rowAt(place);
          if (repeated === 'keep' || !repeats.isRepeated(opened, row, matching.times[row]!)) rows.push(row);
        }
        yield* writer.append(opened, rows);
      }
    }
  }
  yield* writer.finish();
}

/** Blocks that are looked at twice stay in memory when they are so few. */
const keptBlocks = 32;

async function findColumns(state: PersonState, plan: ReadPlan, columns: FrameColumns): Promise<void> {
  state.assertOpen();
  const selected = selectBlocks(state, plan);
  for (const [index, { block }] of selected.entries()) {
    const opened = await state.open(block, selected.length <= keptBlocks);
    if (opened) columns.add(opened);
    if (index % 16 === 15) await setImmediate();
  }
}

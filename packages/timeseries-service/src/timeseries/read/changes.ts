import { setImmediate } from 'node:timers/promises';
import { SojournError } from '@sojourn/datamodel';
import { type ColumnBlock, type TimeField, timeFields } from '../../block/index.js';
import { recordOf } from '../change/change-entries.js';
import { type ChangeKind, mostNamedIds } from '../change/change-log.js';
import { inboxKeyVersion, type PersonState } from '../person/person-state.js';
import type { IndexedBlock } from '../person/stored-block.js';
import type { Change, Changes, EntryStore } from '../timeseries.js';
import { retryReplaced } from './retry.js';
import { joinSpans, type Range, type Ranges, type Span, spanGap } from './spans.js';

/**
 * Where something has changed since a sequence. New entries are found by their arrival, which they keep for ever; what
 * happened to older ones, by the records of the commits that did it. So it does not matter how blocks were merged in
 * between, and only blocks that hold something of a later commit are opened.
 * @throws SojournError `sequence-unknown` when the sequence lies in the future
 */
export function changesSince(state: PersonState, since: number): Promise<Changes> {
  state.assertOpen();
  return retryReplaced(async () => {
    const { sequence } = state.head;
    if (since > sequence) throw new SojournError('sequence-unknown');
    const found = new Found();
    if (since === sequence) return { sequence, changes: [] };
    const rewritten: IndexedBlock[] = [];
    let opens = 0;
    for (const block of state.blocks) {
      const { header } = block;
      if (header.commit <= since || header.keyVersion === inboxKeyVersion) continue;
      if (++opens % 16 === 0) await setImmediate();
      if (header.store === 'changes') {
        // Who has seen nothing needs no account of what has become of it.
        if (since > 0) await addRecords(state, block, since, found);
      } else if (header.generation === 0) {
        await addArrivals(state, block, header.store, since, found);
      } else if (since === 0) {
        rewritten.push(block);
      }
    }
    for (const block of rewritten) await addRewritten(state, block, found);
    return { sequence, changes: found.changes() };
  });
}

const plain = (_one: Span, _other: Span, joined: Span): Span => joined;

/** Spans by kind, store and stream. */
class Found {
  readonly #streams = new Map<
    string,
    { readonly about: Pick<Change, 'store' | 'key' | 'kind'>; spans: Span[] }
  >();

  add(store: EntryStore, key: string, kind: ChangeKind, span: Span): void {
    const name = `${store} ${key} ${kind}`;
    const known = this.#streams.get(name);
    if (!known) this.#streams.set(name, { about: { store, key, kind }, spans: [span] });
    else if (known.spans.push(span) > 4096) known.spans = joinSpans(known.spans, mostNamedIds, plain);
  }

  /** Whether all times of a span lie within those of what was added to a stream. */
  isAdded(store: EntryStore, key: string, { times }: Span): boolean {
    const spans = this.#streams.get(`${store} ${key} added`)?.spans ?? [];
    return joinSpans(spans, mostNamedIds, plain).some((added) =>
      timeFields.every((field) => covers(added.times[field], times[field])),
    );
  }

  changes(): Change[] {
    const names = [...this.#streams.keys()].sort();
    return names.flatMap((name) => {
      const { about, spans } = this.#streams.get(name)!;
      return joinSpans(spans, mostNamedIds, plain).map((span) => ({ ...about, ...span }));
    });
  }
}

async function addRecords(
  state: PersonState,
  block: IndexedBlock,
  since: number,
  found: Found,
): Promise<void> {
  const opened = await state.open(block);
  if (!opened)
    throw new SojournError('block-damaged', { detail: 'what has changed is not known; read everything' });
  for (const [row, arrival] of opened.arrivals().entries()) {
    if (arrival <= since) continue;
    const { store, key, kind, count, times, ids } = recordOf(opened.object(row));
    found.add(store, key, kind, ids ? { count, times, ids } : { count, times });
  }
}

async function addArrivals(
  state: PersonState,
  block: IndexedBlock,
  store: EntryStore,
  since: number,
  found: Found,
): Promise<void> {
  const { header } = block;
  const [only] = header.keys;
  const opened = since === 0 && header.keys.length === 1 ? undefined : await state.open(block);
  if (opened) {
    for (const [key, span] of arrivedSpans(opened, since)) found.add(store, key, 'added', span);
    return;
  }
  // Everything of the block is new, or it cannot be read and may hold something new.
  const times = rangesOf(header.times);
  for (const [index, key] of header.keys.entries()) {
    found.add(store, key, 'added', { count: header.keyCounts[index]!, times });
  }
  if (only === undefined) found.add(store, '', 'added', { count: header.count, times });
}

/**
 * New content of entries that lies elsewhere in time than what they were added with: who has seen nothing would look for
 * the entries where they were.
 */
async function addRewritten(state: PersonState, block: IndexedBlock, found: Found): Promise<void> {
  const { store, keys, keyCounts, times } = block.header;
  const opened = await state.open(block);
  const spans: Iterable<[key: string, span: Span]> = opened
    ? arrivedSpans(opened, 0)
    : keys.map((key, index) => [key, { count: keyCounts[index]!, times: rangesOf(times) }]);
  for (const [key, span] of spans) {
    if (!found.isAdded(store as EntryStore, key, span)) found.add(store as EntryStore, key, 'replaced', span);
  }
}

/** Spans of the rows that arrived after a sequence, by stream. */
function* arrivedSpans(opened: ColumnBlock, since: number): Generator<[key: string, span: Span]> {
  const arrivals = opened.arrivals();
  const writeTimes = opened.numbers('metadata.write_ts');
  const keys = opened.strings('metadata.key');
  const rows: number[] = [];
  for (let row = 0; row < arrivals.length; row++) if (arrivals[row]! > since) rows.push(row);
  if (rows.length === 0) return;
  rows.sort((one, other) => {
    const [left, right] = [keys[one] ?? '', keys[other] ?? ''];
    return left === right ? writeTimes[one]! - writeTimes[other]! : left < right ? -1 : 1;
  });
  const fields = timeFields
    .filter((field) => opened.header.times[field])
    .map((field) => [field, opened.numbers(field)] as const);
  for (let from = 0, to = 1; from < rows.length; to++) {
    const last = rows[to - 1]!;
    const next = rows[to];
    const goesOn =
      next !== undefined && keys[next] === keys[last] && writeTimes[next]! - writeTimes[last]! <= spanGap;
    if (goesOn) continue;
    yield [keys[last] ?? '', spanOf(rows.slice(from, to), fields)];
    from = to;
  }
}

function spanOf(rows: readonly number[], fields: readonly (readonly [TimeField, Float64Array])[]): Span {
  const times: Partial<Record<TimeField, Range>> = {};
  for (const [field, values] of fields) {
    let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const row of rows) {
      const value = values[row]!;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    if (min <= max) times[field] = [min, max];
  }
  return { count: rows.length, times };
}

function covers(outer: Range | undefined, inner: Range | undefined): boolean {
  if (inner === undefined) return true;
  return outer !== undefined && outer[0] <= inner[0] && inner[1] <= outer[1];
}

function rangesOf(times: IndexedBlock['header']['times']): Ranges {
  const ranges: Partial<Record<TimeField, Range>> = {};
  for (const field of timeFields) {
    const range = times[field];
    if (range) ranges[field] = [range.min, range.max];
  }
  return ranges;
}

import type { ColumnBlock, StoreName } from '../../block/index.js';
import { Turn } from '../../turns.js';
import type { PersonState } from '../person/person-state.js';
import type { IndexedBlock } from '../person/stored-block.js';

/** A stored version of an entry. */
export interface Located {
  readonly block: IndexedBlock;
  readonly opened: ColumnBlock;
  readonly row: number;
}

/** Ids that are looked for: a set, or the keys of a map. */
export type IdSet = Pick<ReadonlySet<string>, 'has' | 'size' | 'keys'>;

/**
 * Finds entries by `_id`. Only blocks whose range of ids holds one of them are opened, so ids that are newer than
 * everything stored cost nothing.
 * @param keys only blocks with one of these streams
 * @returns all versions of each id found, the one that counts first
 */
export async function locate(
  state: PersonState,
  ids: IdSet,
  stores: readonly StoreName[],
  keys?: ReadonlySet<string>,
): Promise<Map<string, Located[]>> {
  const found = new Map<string, Located[]>();
  if (ids.size === 0) return found;
  const wanted = new WantedIds(ids);
  const candidates = state.blocks.filter(
    ({ header }) =>
      stores.includes(header.store) &&
      header.keyVersion > 0 &&
      (!keys || header.keys.some((key) => keys.has(key))) &&
      wanted.anyWithin(header.ids),
  );
  const turn = new Turn();
  for (const block of candidates) {
    if (turn.isOver) await turn.pass();
    const opened = await state.open(block);
    if (!opened) continue;
    for (const [row, id] of opened.ids().entries()) {
      if (!ids.has(id)) continue;
      const versions = found.get(id);
      if (versions) versions.push({ block, opened, row });
      else found.set(id, [{ block, opened, row }]);
    }
  }
  for (const versions of found.values()) {
    versions.sort((one, other) => other.block.header.generation - one.block.header.generation);
  }
  return found;
}

/** Says whether a range holds any id of a set; the set is gone through when it is asked, sorted when a range comes close. */
class WantedIds {
  #extremes: readonly [min: string, max: string] | undefined;
  #sorted: string[] | undefined;

  constructor(private readonly ids: IdSet) {}

  anyWithin([first, last]: readonly [string, string]): boolean {
    if (last === '') return false;
    this.#extremes ??= extremesOf(this.ids.keys());
    if (last < this.#extremes[0] || first > this.#extremes[1]) return false;
    this.#sorted ??= [...this.ids.keys()].sort();
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]! < first) low = middle + 1;
      else high = middle;
    }
    return low < this.#sorted.length && this.#sorted[low]! <= last;
  }
}

function extremesOf(ids: Iterable<string>): readonly [min: string, max: string] {
  let min: string | undefined;
  let max: string | undefined;
  for (const id of ids) {
    if (min === undefined || id < min) min = id;
    if (max === undefined || id > max) max = id;
  }
  return [min!, max!];
}

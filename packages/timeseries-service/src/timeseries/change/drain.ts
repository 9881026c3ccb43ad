import { inboxKeyVersion, type PersonState } from '../person/person-state.js';
import type { IndexedBlock } from '../person/stored-block.js';
import type { UsercachePlace } from '../timeseries.js';
import type { Draft } from './draft.js';
import type { StoredRow } from './moved-rows.js';

/** A row of the usercache that a commit takes out. */
export interface DrainedRow extends StoredRow, UsercachePlace {
  /** What its mark `invalid` says, if it has one. */
  readonly invalid: unknown;
}

/** What draining found. */
export interface Drained {
  /** The row that was taken out for each of those wanted; undefined where there is none. */
  readonly rows: readonly (DrainedRow | undefined)[];
  /** Rows that a newer upload has taken the place of. */
  readonly superseded: ReadonlySet<string>;
}

/** Takes rows of the usercache out, in all versions that are stored of them. */
export async function drain(
  state: PersonState,
  draft: Draft,
  wanted: readonly UsercachePlace[],
): Promise<Drained> {
  const rows = new Array<DrainedRow | undefined>(wanted.length).fill(undefined);
  const superseded = new Set<string>();
  if (wanted.length === 0) return { rows, superseded };
  const positions = new Positions(wanted);
  for (const block of usercacheBlocks(state)) {
    const opened = await state.open(block);
    if (!opened) continue;
    const arrivals = opened.arrivals();
    const taken: number[] = [];
    for (const [row, id] of opened.ids().entries()) {
      const position = positions.of(id);
      if (position < 0 || (superseded.size > 0 && superseded.has(id))) continue;
      if (rows[position] === undefined) {
        const arrival = arrivals[row]!;
        if (arrival !== wanted[position]!.arrival) {
          superseded.add(id);
          continue;
        }
        const isHidden = block.header.invalid > 0 && opened.has('invalid', row);
        rows[position] = {
          id,
          opened,
          row,
          arrival,
          invalid: isHidden ? opened.object(row).invalid : undefined,
        };
      }
      taken.push(row);
    }
    draft.drain(block, opened, taken);
  }
  return { rows, superseded };
}

/** Finds ids in a list. As a rule they are asked for in its order; only where they are not are all of them looked at. */
class Positions {
  #next = 0;
  #all: Map<string, number> | undefined;

  constructor(private readonly list: readonly { readonly id: string }[]) {}

  /** Position of an id, -1 if it is not in the list. */
  of(id: string): number {
    if (this.list[this.#next]?.id === id) return this.#next++;
    this.#all ??= new Map(this.list.map((one, position) => [one.id, position]));
    const position = this.#all.get(id) ?? -1;
    if (position >= 0) this.#next = position + 1;
    return position;
  }
}

/** The newest versions first, so that the first one found of an entry is the one that counts. */
function usercacheBlocks({ blocks }: PersonState): IndexedBlock[] {
  return blocks
    .filter(({ header }) => header.store === 'usercache' && header.keyVersion !== inboxKeyVersion)
    .sort((one, other) => other.header.generation - one.header.generation);
}

import type { ColumnBlock, StoreName } from '../../block/index.js';
import type { MatchingRows } from './rows.js';

/** Where an entry stands in an answer. */
export interface Position {
  readonly time: number;
  readonly id: string;
  readonly store: StoreName;
}

/** An entry keeps its position when a run moves it from the usercache to the long-term store. */
const storeRank: Record<StoreName, number> = { usercache: 0, raw: 0, analysis: 1, quarantine: 2, changes: 3 };

/** Walks over the matching rows of one block. */
export class BlockCursor {
  readonly #direction: 1 | -1;
  readonly #rank: number;
  #ids: readonly string[] | undefined;
  #place = 0;
  /** Order time of the next row. */
  #time: number;

  constructor(
    readonly opened: ColumnBlock,
    readonly matching: MatchingRows,
    direction: 1 | -1,
  ) {
    this.#direction = direction;
    this.#rank = storeRank[opened.header.store];
    this.#time = matching.count > 0 ? matching.times[this.rowAt(0)]! : Number.NaN;
  }

  /** Index of the next row among the matching ones. */
  get place(): number {
    return this.#place;
  }

  get time(): number {
    return this.#time;
  }

  get done(): boolean {
    return this.#place >= this.matching.count;
  }

  rowAt(place: number): number {
    const { rows } = this.matching;
    return rows === undefined ? place : rows[place]!;
  }

  positionAt(place: number): Position {
    const row = this.rowAt(place);
    return { time: this.matching.times[row]!, id: this.#idOf(row), store: this.opened.header.store };
  }

  /** Whether this cursor's next row comes before that of another one. */
  isBefore(other: BlockCursor): boolean {
    if (this.#time !== other.#time) return this.#time < other.#time === this.#direction > 0;
    const [id, otherId] = [this.#idOf(this.rowAt(this.#place)), other.#idOf(other.rowAt(other.#place))];
    if (id !== otherId) return id < otherId === this.#direction > 0;
    return this.#direction * (this.#rank - other.#rank) < 0;
  }

  advanceTo(place: number): void {
    this.#place = place;
    if (place < this.matching.count) this.#time = this.matching.times[this.rowAt(place)]!;
  }

  /** Goes on to the first row behind a position. */
  skipTo(after: Position): void {
    while (!this.done && !this.#isBehind(after)) this.advanceTo(this.#place + 1);
  }

  /** The place behind the last row in a row that comes before another cursor's next one and before a time. */
  endOfRun(other: BlockCursor | undefined, bound: number): number {
    const { count, times, rows } = this.matching;
    const ascending = this.#direction > 0;
    let limit = bound;
    if (other) limit = ascending ? Math.min(bound, other.#time) : Math.max(bound, other.#time);
    let end = this.#place + 1;
    for (; end < count; end++) {
      const time = times[rows === undefined ? end : rows[end]!]!;
      if (ascending ? !(time < limit) : !(time > limit)) break;
    }
    return end;
  }

  #isBehind(after: Position): boolean {
    if (this.#time !== after.time) return this.#time > after.time === this.#direction > 0;
    const id = this.#idOf(this.rowAt(this.#place));
    if (id !== after.id) return id > after.id === this.#direction > 0;
    return this.#direction * (this.#rank - storeRank[after.store]) > 0;
  }

  #idOf(row: number): string {
    this.#ids ??= this.opened.ids();
    return this.#ids[row]!;
  }
}

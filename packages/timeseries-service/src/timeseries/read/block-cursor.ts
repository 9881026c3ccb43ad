import type { ColumnBlock, StoreName } from '../../block/index.js';
import type { MatchingRows } from './rows.js';

/** Where an entry stands in an answer. */
export interface Position {
  readonly time: number;
  readonly id: string;
  readonly store: StoreName;
}

/** An entry keeps its position when a run moves it from the usercache to the long-term store. */
const storeRank: Record<StoreName, number> = { usercache: 0, raw: 0, analysis: 1, quarantine: 2 };

/** Compares positions in ascending order. */
export function comparePositions(one: Position, other: Position): number {
  if (one.time !== other.time) return one.time < other.time ? -1 : 1;
  if (one.id !== other.id) return one.id < other.id ? -1 : 1;
  return storeRank[one.store] - storeRank[other.store];
}

/** Walks over the matching rows of one block. */
export class BlockCursor {
  /** Index of the next row among the matching ones. */
  place = 0;

  constructor(
    readonly opened: ColumnBlock,
    readonly matching: MatchingRows,
    private readonly direction: 1 | -1,
  ) {}

  get done(): boolean {
    return this.place >= this.matching.count;
  }

  get time(): number {
    return this.matching.times[this.rowAt(this.place)]!;
  }

  rowAt(place: number): number {
    return this.matching.rows ? this.matching.rows[place]! : place;
  }

  positionAt(place: number): Position {
    const row = this.rowAt(place);
    return {
      time: this.matching.times[row]!,
      id: this.opened.ids()[row]!,
      store: this.opened.header.store,
    };
  }

  /** Whether this cursor's next row comes before that of another one. */
  isBefore(other: BlockCursor): boolean {
    const [time, otherTime] = [this.time, other.time];
    if (time !== otherTime) return this.direction > 0 ? time < otherTime : time > otherTime;
    return this.direction * comparePositions(this.positionAt(this.place), other.positionAt(other.place)) < 0;
  }

  /** Goes on to the first row behind a position. */
  skipTo(after: Position): void {
    while (!this.done && !this.#isBehind(after)) this.place++;
  }

  /** The place behind the last row in a row that comes before another cursor's next one and before a time. */
  endOfRun(other: BlockCursor | undefined, bound: number): number {
    const start = this.place;
    const { count, times } = this.matching;
    const limit = other ? other.time : this.direction * Infinity;
    let end = start + 1;
    for (; end < count; end++) {
      const time = times[this.rowAt(end)]!;
      const inside =
        this.direction > 0
          ? time < bound && (time < limit || !other)
          : time > bound && (time > limit || !other);
      if (!inside) break;
    }
    return end;
  }

  #isBehind(after: Position): boolean {
    const time = this.time;
    if (time !== after.time) return this.direction > 0 ? time > after.time : time < after.time;
    return this.direction * comparePositions(this.positionAt(this.place), after) > 0;
  }
}

import type { BlockCursor } from './block-cursor.js';

/** Cursors of blocks that overlap in time, the one whose row comes next on top. */
export class CursorHeap {
  readonly #cursors: BlockCursor[] = [];

  get top(): BlockCursor | undefined {
    return this.#cursors[0];
  }

  /** The cursor that would be on top without the top. */
  get second(): BlockCursor | undefined {
    const [, left, right] = this.#cursors;
    return left && right?.isBefore(left) ? right : left;
  }

  push(cursor: BlockCursor): void {
    let place = this.#cursors.push(cursor) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!cursor.isBefore(this.#cursors[parent]!)) break;
      this.#cursors[place] = this.#cursors[parent]!;
      place = parent;
    }
    this.#cursors[place] = cursor;
  }

  /** Puts the top in its place after it has gone on, or drops it when it is done. */
  settleTop(): void {
    const cursors = this.#cursors;
    const last = cursors[0]!.done ? cursors.pop()! : cursors[0]!;
    if (cursors.length > 0) this.#sink(last);
  }

  #sink(cursor: BlockCursor): void {
    const cursors = this.#cursors;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= cursors.length) break;
      if (child + 1 < cursors.length && cursors[child + 1]!.isBefore(cursors[child]!)) child++;
      if (!cursors[child]!.isBefore(cursor)) break;
      cursors[place] = cursors[child]!;
      place = child;
    }
    cursors[place] = cursor;
  }
}

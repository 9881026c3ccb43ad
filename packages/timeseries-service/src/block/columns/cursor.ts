import type { TextHeap } from '../heap.js';

/** Takes the texts of one column off the heap, one after another. */
export class TextCursor {
  constructor(
    readonly heap: TextHeap,
    private position: number,
  ) {}

  next(length: number): string {
    const text = this.heap.slice(this.position, length);
    this.position += length;
    return text;
  }
}

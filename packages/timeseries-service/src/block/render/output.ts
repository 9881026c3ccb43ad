const slabSize = 1 << 20;
/** What may be written behind the end of a text by whoever copies several bytes at a time. */
const slack = 64;

/** Node can leave out filling with zeros what is about to be written over. */
const allocate: (size: number) => Uint8Array =
  typeof Buffer === 'undefined' ? (size) => new Uint8Array(size) : Buffer.allocUnsafeSlow;

let slab = allocate(slabSize);
let free = 0;

/**
 * Output that is cut from large shared buffers, so that answers of many blocks cost few allocations. What `finish`
 * returned is never written to again.
 */
export class Output {
  bytes: Uint8Array = slab;
  view: DataView;
  start: number;

  constructor(expected: number) {
    if (slab.length - free < Math.min(expected, slabSize >> 1) + slack) renew(slabSize);
    this.bytes = slab;
    this.view = new DataView(slab.buffer);
    this.start = free;
  }

  /** Makes room behind a position; returns the position, which moves when the text moves to a larger buffer. */
  ensure(position: number, more: number): number {
    if (position + more + slack <= this.bytes.length) return position;
    const written = position - this.start;
    const old = this.bytes;
    renew(Math.max(slabSize, (written + more + slack) * 2));
    slab.set(old.subarray(this.start, position));
    this.bytes = slab;
    this.view = new DataView(slab.buffer);
    this.start = 0;
    return written;
  }

  finish(position: number): Uint8Array {
    free = (position + 7) & ~7;
    return this.bytes.subarray(this.start, position);
  }
}

function renew(size: number): void {
  slab = allocate(size);
  free = 0;
}

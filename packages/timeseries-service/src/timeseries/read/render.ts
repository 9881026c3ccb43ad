import type { Entry } from '@sojourn/datamodel';
import type { BlockCursor } from './block-cursor.js';
import type { Run } from './merge.js';

/** Runs shorter than this are cut out of lines rendered ahead, instead of being rendered one by one. */
const shortRun = 16;

/** So few objects are built by themselves when they are the first of their block. */
const fewObjects = 4;

interface Lines {
  readonly bytes: Buffer;
  /** Place of the first line, and where each line ends in the bytes. */
  readonly from: number;
  readonly ends: Uint32Array;
}

const newline = 10;

/** Turns runs into JSON or objects; keeps what it rendered ahead until the last row of the block has been asked for. */
export class Renderer {
  readonly #lines = new Map<BlockCursor, Lines>();
  /** Entries of a block by place. */
  readonly #objects = new Map<BlockCursor, readonly Entry[]>();

  /** Blocks of which a few objects were asked for, and perhaps no more will be. */
  readonly #begun = new WeakSet<BlockCursor>();

  /** JSON of the entries of some runs, each behind a separator except, when `first`, the very first. */
  json(runs: readonly Run[], separator: ',' | '\n', first: boolean): Uint8Array[] {
    const chunks: Uint8Array[] = [];
    let short: Run[] = [];
    const flush = () => {
      if (short.length > 0) chunks.push(this.#joinLines(short, separator, first && chunks.length === 0));
      short = [];
    };
    for (const run of runs) {
      if (run.to - run.from < shortRun) {
        short.push(run);
        continue;
      }
      flush();
      chunks.push(run.cursor.opened.json(rowsOf(run), separator, !first || chunks.length > 0));
    }
    flush();
    return chunks;
  }

  objects(runs: readonly Run[]): Entry[] {
    const entries: Entry[] = [];
    for (const { cursor, from, to } of runs) {
      let built = this.#objects.get(cursor);
      if (!built && to - from <= fewObjects && !this.#begun.has(cursor)) {
        this.#begun.add(cursor);
        for (let place = from; place < to; place++) entries.push(cursor.opened.object(cursor.rowAt(place)));
        continue;
      }
      if (!built) {
        built = cursor.opened.objects(cursor.matching.rows);
        this.#objects.set(cursor, built);
      }
      if (to === cursor.matching.count) this.#objects.delete(cursor);
      for (let place = from; place < to; place++) entries.push(built[place]!);
    }
    return entries;
  }

  /** Lines of several blocks, copied behind each other without an object for each of them. */
  #joinLines(runs: readonly Run[], separator: ',' | '\n', first: boolean): Buffer {
    const code = separator.charCodeAt(0);
    let length = first ? -1 : 0;
    for (const run of runs) {
      const lines = this.#linesOf(run);
      length += endOf(lines, run.to - 1) - startOf(lines, run.from) + 1;
    }
    const joined = Buffer.allocUnsafe(length);
    let position = 0;
    for (const run of runs) {
      const lines = this.#linesOf(run);
      if (!first || position > 0) joined[position++] = code;
      const start = position;
      position += lines.bytes.copy(joined, position, startOf(lines, run.from), endOf(lines, run.to - 1));
      if (run.to === run.cursor.matching.count) this.#lines.delete(run.cursor);
      if (code === newline) continue;
      for (let place = run.from; place < run.to - 1; place++) {
        joined[start + endOf(lines, place) - startOf(lines, run.from)] = code;
      }
    }
    return joined;
  }

  #linesOf({ cursor, from }: Run): Lines {
    let lines = this.#lines.get(cursor);
    if (!lines) {
      lines = renderAhead(cursor, from);
      this.#lines.set(cursor, lines);
    }
    return lines;
  }
}

function startOf({ from, ends }: Lines, place: number): number {
  return place === from ? 0 : ends[place - from - 1]! + 1;
}

function endOf({ from, ends }: Lines, place: number): number {
  return ends[place - from]!;
}

/** JSON text has no newline inside, so the lines can be told apart afterwards. */
function renderAhead(cursor: BlockCursor, from: number): Lines {
  const to = cursor.matching.count;
  const text = cursor.opened.json(rowsOf({ cursor, from, to }), '\n');
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  const ends = new Uint32Array(to - from);
  let position = -1;
  for (let index = 0; index < ends.length - 1; index++) {
    position = bytes.indexOf(newline, position + 1);
    ends[index] = position;
  }
  ends[ends.length - 1] = bytes.length;
  return { bytes, from, ends };
}

function rowsOf({ cursor, from, to }: Run): ArrayLike<number> | undefined {
  const { rows } = cursor.matching;
  if (rows) return rows.subarray(from, to);
  if (from === 0 && to === cursor.opened.count) return undefined;
  return Uint32Array.from({ length: to - from }, (_, index) => from + index);
}

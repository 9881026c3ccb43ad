import type { Entry } from '@sojourn/datamodel';
import type { BlockCursor } from './block-cursor.js';
import type { Run } from './merge.js';

/** Runs shorter than this are cut out of lines rendered ahead, instead of being rendered one by one. */
const shortRun = 16;

interface Lines {
  readonly bytes: Uint8Array;
  /** Place of the first line, and where each line ends in the bytes. */
  readonly from: number;
  readonly ends: Uint32Array;
}

const newline = 10;

/** Turns runs into JSON or objects; keeps what it rendered ahead for as long as the cursor is in use. */
export class Renderer {
  readonly #lines = new WeakMap<BlockCursor, Lines>();
  readonly #objects = new WeakMap<BlockCursor, readonly Entry[]>();

  /** JSON of the entries of some runs, each behind a separator except, when `first`, the very first. */
  json(runs: readonly Run[], separator: ',' | '\n', first: boolean): Uint8Array[] {
    const between = Buffer.from(separator);
    const chunks: Uint8Array[] = [];
    for (const run of runs) {
      if (!first || chunks.length > 0) chunks.push(between);
      if (run.to - run.from < shortRun) this.#cutLines(run, between, chunks);
      else chunks.push(run.cursor.opened.json(rowsOf(run), separator));
    }
    return chunks.length > 64 ? [Buffer.concat(chunks)] : chunks;
  }

  objects(runs: readonly Run[]): Entry[] {
    const entries: Entry[] = [];
    for (const { cursor, from, to } of runs) {
      const { opened, matching } = cursor;
      const most = matching.count * 2 > opened.count;
      let built = this.#objects.get(cursor);
      if (!built && most) {
        built = opened.objects();
        this.#objects.set(cursor, built);
      }
      for (let place = from; place < to; place++) {
        const row = cursor.rowAt(place);
        entries.push(built ? built[row]! : opened.object(row));
      }
    }
    return entries;
  }

  #cutLines({ cursor, from, to }: Run, between: Uint8Array, chunks: Uint8Array[]): void {
    let lines = this.#lines.get(cursor);
    if (!lines) {
      lines = renderAhead(cursor, from);
      this.#lines.set(cursor, lines);
    }
    for (let place = from; place < to; place++) {
      const index = place - lines.from;
      const start = index === 0 ? 0 : lines.ends[index - 1]! + 1;
      if (place > from) chunks.push(between);
      chunks.push(lines.bytes.subarray(start, lines.ends[index]));
    }
  }
}

/** JSON text has no newline inside, so the lines can be told apart afterwards. */
function renderAhead(cursor: BlockCursor, from: number): Lines {
  const to = cursor.matching.count;
  const bytes = cursor.opened.json(rowsOf({ cursor, from, to }), '\n');
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

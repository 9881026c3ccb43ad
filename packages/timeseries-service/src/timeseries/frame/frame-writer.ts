import {
  AsyncByteQueue,
  Field,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
} from 'apache-arrow';
import type { ColumnBlock } from '../../block/index.js';
import { type ColumnBuilder, columnBuilder } from './column-builders.js';
import type { FrameColumn } from './frame-columns.js';

/** Rows of a record batch. */
const mostRows = 8192;
/** Bytes of text after which a batch ends early. */
const mostBytes = 4 * 1024 * 1024;
/** Rows that are appended before the size is looked at. */
const step = 64;

/** Collects what the writer of the library gives out, so that nothing is made faster than it is taken. */
class Chunks extends AsyncByteQueue {
  #chunks: Uint8Array[] = [];

  override write(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
  }

  take(): Uint8Array | undefined {
    if (this.#chunks.length === 0) return undefined;
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [];
    return joined;
  }
}

/** Writes rows as an Arrow IPC stream in record batches of bounded size. */
export class FrameWriter {
  readonly #schema: Schema;
  readonly #builders: readonly ColumnBuilder[];
  readonly #writer = new RecordBatchStreamWriter();
  readonly #chunks = new Chunks();
  #rows = 0;

  constructor(columns: readonly FrameColumn[], about: Readonly<Record<string, string>>) {
    this.#builders = columns.map((column) => columnBuilder(column, mostRows));
    const fields = columns.map(({ name, type }, index) => {
      const json = type === 'json' ? new Map([['sojourn.cell', 'json']]) : undefined;
      return new Field(name, this.#builders[index]!.type, true, json);
    });
    this.#schema = new Schema(fields, new Map(Object.entries(about)));
    this.#writer.reset(this.#chunks, this.#schema);
  }

  /** Adds rows of one block, in the order given, and gives out what is full. */
  *append(block: ColumnBlock, rows: readonly number[]): Generator<Uint8Array> {
    for (let start = 0; start < rows.length; ) {
      const end = Math.min(rows.length, start + step, start + mostRows - this.#rows);
      const part = rows.slice(start, end);
      for (const builder of this.#builders) builder.append(block, part);
      this.#rows += part.length;
      start = end;
      const bytes = this.#builders.reduce((sum, builder) => sum + builder.bytes, 0);
      if (this.#rows === mostRows || bytes >= mostBytes) yield* this.#flush();
    }
  }

  /** The last rows and the end of the stream. */
  *finish(): Generator<Uint8Array> {
    if (this.#rows > 0) yield* this.#flush();
    this.#writer.close();
    yield* this.#given();
  }

  *#flush(): Generator<Uint8Array> {
    const children = this.#builders.map((builder) => builder.take());
    const type = new Struct(this.#schema.fields);
    const data = makeData({ type, length: this.#rows, nullCount: 0, children });
    this.#rows = 0;
    this.#writer.write(new RecordBatch(this.#schema, data));
    yield* this.#given();
  }

  *#given(): Generator<Uint8Array> {
    const chunk = this.#chunks.take();
    if (chunk) yield chunk;
  }
}

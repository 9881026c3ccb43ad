import type { ByteWriter } from '../bytes.js';
import type { Group } from '../gather.js';
import { Instants } from '../instants.js';
import { findOffsets, writeOffsets } from './offsets.js';

/** The local date and time of a time column, and the number under which the block keeps its offsets. */
export class TimeTable {
  #instants: Instants | undefined;

  constructor(
    readonly number: number,
    readonly offsets: Int32Array,
    private readonly times: readonly unknown[],
  ) {}

  /** Worked out when somebody asks: of known times nobody does. */
  get instants(): Instants {
    this.#instants ??= new Instants(new Float64Array(this.times as readonly number[]), this.offsets);
    return this.#instants;
  }
}

/** The time columns of a group from which formatted times and local dates are derived, with their UTC offsets. */
export class TimeTables {
  /** By leaf of the time; equal times share a table. */
  readonly #tables = new Map<number, TimeTable>();
  readonly #leaves: number[] = [];
  readonly #offsets: Int32Array[] = [];

  constructor(private readonly group: Group) {}

  /** The table of a time column, undefined when no column beside it tells its offsets. */
  tableOf(time: number): TimeTable | undefined {
    const known = this.#tables.get(time);
    if (known) return known;
    const { columns, shape, known: given } = this.group;
    const offsets = given?.offsets.get(time) ?? findOffsets(shape, columns, time);
    if (!offsets) return undefined;
    const table = this.#sameAs(time, offsets) ?? this.#add(time, offsets);
    this.#tables.set(time, table);
    return table;
  }

  writeTo(writer: ByteWriter): void {
    writer.unsigned(this.#offsets.length);
    for (const [table, offsets] of this.#offsets.entries()) {
      writer.unsigned(this.#leaves[table]!);
      writeOffsets(writer, offsets);
    }
  }

  #add(time: number, offsets: Int32Array): TimeTable {
    this.#leaves.push(time);
    return new TimeTable(this.#offsets.push(offsets) - 1, offsets, this.group.columns[time]!);
  }

  /** The table of another time column that agrees in every row. */
  #sameAs(time: number, offsets: Int32Array): TimeTable | undefined {
    const values = this.group.columns[time]!;
    for (const [leaf, table] of this.#tables) {
      const others = this.group.columns[leaf]!;
      if (
        values.every((value, row) => Object.is(value, others[row])) &&
        offsets.every((offset, row) => offset === table.offsets[row])
      ) {
        return table;
      }
    }
    return undefined;
  }
}

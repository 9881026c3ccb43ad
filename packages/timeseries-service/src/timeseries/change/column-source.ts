import type { Entry } from '@sojourn/datamodel';
import { type EntryColumns, type Group, timeFields } from '../../block/index.js';

const timePaths = timeFields.map((field) => field.split('.'));

/** Entries of one shape that are stored as the columns that they come in, without becoming objects. */
export class ColumnSource {
  /** Columns of the time fields, in their order; undefined where the entries have no number there. */
  readonly times: readonly (ArrayLike<unknown> | undefined)[];
  readonly hasInvalid: boolean;

  /** @param entry a row as an object, for the few who need one */
  constructor(
    private readonly of: EntryColumns,
    readonly entry: (row: number) => Entry,
  ) {
    this.times = timePaths.map((path) => this.column(path, 'n'));
    this.hasInvalid = of.shape.members.has('invalid');
  }

  /** The column at a path; undefined where something of another type stands there, or nothing. */
  column(path: readonly string[], type: 'n' | 's'): ArrayLike<unknown> | undefined {
    const { shape, columns } = this.of;
    const leaf = shape.leafAt(path);
    return leaf >= 0 && shape.leaves[leaf]!.type === type ? columns[leaf] : undefined;
  }

  /** Some rows as part of a block. @param positions of the rows in the block, ascending */
  group(rows: readonly number[], positions: number[]): Group {
    const { shape, columns, known } = this.of;
    const picked = columns.map((column, leaf) => (known?.derivations.has(leaf) ? [] : pick(column, rows)));
    if (known === undefined) return { shape, columns: picked, rows: positions };
    const offsets = new Map(Array.from(known.offsets, ([time, all]) => [time, pickOffsets(all, rows)]));
    return { shape, columns: picked, rows: positions, known: { ...known, offsets } };
  }
}

/** Some values of a column; rows that follow each other, which most do, are copied as a whole. */
function pick(column: ArrayLike<unknown>, rows: readonly number[]): unknown[] {
  const from = rows[0]!;
  if (Array.isArray(column) && rows.at(-1) === from + rows.length - 1 && isAscending(rows))
    return column.slice(from, from + rows.length);
  return rows.map((row) => column[row]);
}

function pickOffsets(offsets: Int32Array, rows: readonly number[]): Int32Array {
  const picked = new Int32Array(rows.length);
  for (let index = 0; index < picked.length; index++) picked[index] = offsets[rows[index]!]!;
  return picked;
}

function isAscending(rows: readonly number[]): boolean {
  for (let index = 1; index < rows.length; index++) if (rows[index]! <= rows[index - 1]!) return false;
  return true;
}

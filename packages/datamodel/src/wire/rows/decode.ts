import { SojournError } from '../../errors.js';
import { builderOf } from './build.js';
import { checkReferences, References } from './references.js';
import type { RowColumns, RowGroup } from './row-columns.js';
import { RowsReader } from './rows-reader.js';

/**
 * Inverse of `encodeRows`.
 * @throws SojournError `request-invalid` when the bytes are no rows
 */
export function decodeRows(bytes: Uint8Array): object[] {
  return reading(() => rowsOf(columnsOf(bytes)));
}

/**
 * The same without putting rows together, for those who have a use for columns.
 * @throws SojournError `request-invalid` when the bytes are no rows
 */
export function decodeColumns(bytes: Uint8Array): RowColumns {
  return reading(() => columnsOf(bytes));
}

function columnsOf(bytes: Uint8Array): RowColumns {
  const columns = new RowsReader(bytes).all();
  checkReferences(columns.groups);
  return columns;
}

function reading<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw new SojournError('request-invalid', { detail: 'the rows cannot be read', cause });
  }
}

/** Puts rows together. Members of lists of rows are the rows themselves. */
export function rowsOf({ count, groups }: RowColumns): object[] {
  const references = new References();
  const [only] = groups;
  if (groups.length <= 1) return only === undefined ? [] : references.resolve(built(only, references));
  const rows = new Array<object>(count);
  for (const group of groups) {
    const { positions } = group;
    for (const [index, row] of built(group, references).entries()) rows[positions[index]!] = row;
  }
  return references.resolve(rows);
}

function built({ structure, columns, positions }: RowGroup, references: References): object[] {
  const { types, build } = builderOf(structure);
  const filled = types.includes('r')
    ? columns.map((column, leaf) => (types[leaf] === 'r' ? references.lists(column) : column))
    : columns;
  return build(filled, positions.length);
}

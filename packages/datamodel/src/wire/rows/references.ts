import { builderOf } from './build.js';
import type { RowGroup } from './row-columns.js';

/** Lists of rows, filled when all rows are there. */
export class References {
  readonly #lists: { readonly list: object[]; readonly positions: readonly number[] }[] = [];

  /** Lists that are yet empty. @param column of each list, the positions of the rows in it */
  lists(column: ArrayLike<unknown>): object[][] {
    return Array.from(column as ArrayLike<readonly number[]>, (positions) => {
      const list: object[] = [];
      this.#lists.push({ list, positions });
      return list;
    });
  }

  /** Fills the lists. @returns the rows */
  resolve(rows: object[]): object[] {
    for (const { list, positions } of this.#lists)
      for (const position of positions) list.push(rows[position]!);
    return rows;
  }
}

/**
 * Makes sure that lists of rows lead to no circles and no towers.
 * @throws RangeError where a row refers to one that does not stand before it, or that refers to others itself
 */
export function checkReferences(groups: readonly RowGroup[]): void {
  const referring = new Set<number>();
  const lists: { readonly row: number; readonly positions: readonly number[] }[] = [];
  for (const { structure, columns, positions } of groups) {
    for (const [leaf, type] of builderOf(structure).types.entries()) {
      if (type !== 'r') continue;
      for (const [index, row] of positions.entries()) {
        referring.add(row);
        lists.push({ row, positions: columns[leaf]![index] as readonly number[] });
      }
    }
  }
  for (const { row, positions } of lists) {
    for (const position of positions) {
      const isEarlier = Number.isInteger(position) && position >= 0 && position < row;
      if (!isEarlier || referring.has(position)) throw new RangeError('a row cannot be in a list');
    }
  }
}

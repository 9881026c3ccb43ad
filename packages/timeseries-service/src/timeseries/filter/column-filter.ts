import { type ErrorItem, SojournError } from '@sojourn/datamodel';
import { stringifyWire } from '@sojourn/datamodel/wire';
import type { ColumnBlock } from '../../block/index.js';

/** Chooses entries by their columns, before any entry is built. */
export interface ColumnFilter {
  /** The whole meaning of the filter as text: what is equal filters equally. */
  readonly text: string;
  /** Clears the mark of every row that is not let through. */
  apply(block: ColumnBlock, marks: Uint8Array): void;
}

/** A filter on the values at one path; undefined stands for none. */
export function cellFilter(path: string, meaning: unknown, test: (value: unknown) => boolean): ColumnFilter {
  return {
    text: stringifyWire([path, meaning]),
    apply(block, marks) {
      const cells = block.cells(path);
      for (let row = 0; row < marks.length; row++) if (marks[row] && !test(cells[row])) marks[row] = 0;
    },
  };
}

/** What is wrong with a filter, where, and what would be right. */
export function filterError(path: string, code: ErrorItem['code'], detail: string): SojournError {
  return new SojournError('filter-invalid', { detail, errors: [{ path, code }] });
}

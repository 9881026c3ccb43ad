import { Gatherer, isNumberList } from '../gather/index.js';
import { stringifyWire } from '../stringify.js';
import { describeRow, isRowList } from './layout.js';

/** Lists of numbers and lists of objects stay as they are. */
const kind = { json: 0, numbers: 1, rows: 2 } as const;

function gathererOf(lists: boolean): Gatherer<string> {
  return new Gatherer({
    kindOf: (value) => {
      if (!Array.isArray(value)) return kind.json;
      if (isNumberList(value)) return kind.numbers;
      return lists && isRowList(value) ? kind.rows : kind.json;
    },
    stored: (value, found) => (found === kind.json ? stringifyWire(value) : value),
    describe: (row) => JSON.stringify(describeRow(row, lists)),
  });
}

/**
 * Takes rows apart into groups of one layout, which is described as JSON. Lists of numbers stay as they are, other lists
 * and deep objects become JSON text, big integers their digits.
 */
export const rowGatherer = gathererOf(false);
/** The same with lists of objects as they are, too. */
export const rowGathererWithLists = gathererOf(true);

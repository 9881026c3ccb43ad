import { Gatherer } from '../gather/index.js';
import { stringifyWire } from '../stringify.js';
import { describeRow, nestedType } from './layout.js';

const types = ['j', 'w', 'm', 'r'] as const;

/**
 * Takes rows apart into groups of one layout, which is described as JSON. Lists and deep objects become text, big integers
 * their digits; lists of numbers stay as they are, and lists of rows that stand before become their positions.
 */
export const rowGatherer = new Gatherer<string>({
  kindOf: (value, earlier) => types.indexOf(nestedType(value, earlier)),
  stored: (value, kind, earlier) => {
    switch (types[kind]!) {
      case 'j':
        return JSON.stringify(value);
      case 'w':
        return stringifyWire(value);
      case 'm':
        return value;
      case 'r':
        earlier.refer();
        return earlier.positionsOf(value as unknown[]);
    }
  },
  describe: (row, earlier) => JSON.stringify(describeRow(row, earlier)),
});

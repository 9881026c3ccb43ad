import { Gatherer } from '../gather/index.js';
import { stringifyWire } from '../stringify.js';
import { describeRow, nestedType } from './layout.js';

const types = ['j', 'w', 'm'] as const;

/**
 * Takes rows apart into groups of one layout, which is described as JSON. Lists and deep objects become text, big integers
 * their digits; lists of numbers that JSON has no words for stay as they are.
 */
export const rowGatherer = new Gatherer<string>({
  kindOf: (value) => types.indexOf(nestedType(value)),
  stored: (value, kind) => {
    switch (types[kind]!) {
      case 'j':
        return JSON.stringify(value);
      case 'w':
        return stringifyWire(value);
      case 'm':
        return value;
    }
  },
  describe: (row) => JSON.stringify(describeRow(row)),
});

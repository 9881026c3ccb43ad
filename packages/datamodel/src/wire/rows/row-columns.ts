import type { Gathered } from '../gather/index.js';

/**
 * Rows that are there as columns already and need not be taken apart. The structure of a group is the text of its layout;
 * its columns hold what `LeafType` says of each leaf.
 */
export class RowColumns {
  constructor(
    readonly count: number,
    readonly groups: readonly Gathered<string>[],
  ) {}
}

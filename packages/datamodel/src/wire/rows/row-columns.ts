/** Rows of one layout as columns. */
export interface RowGroup {
  /** The layout as text. */
  readonly structure: string;
  /** What `LeafType` says of each leaf, all rows of the group in order. */
  readonly columns: readonly ArrayLike<unknown>[];
  /** Positions of the rows, ascending. */
  readonly positions: readonly number[];
}

/** Rows as columns: nobody has to take them apart, or has put them together yet. */
export class RowColumns {
  constructor(
    readonly count: number,
    readonly groups: readonly RowGroup[],
  ) {}
}

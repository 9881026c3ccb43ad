/** The rows before one in a list, by identity, so that a list of some of them need not say them again. */
export class EarlierRows {
  /** Position of the row that is looked at. */
  current = 0;
  readonly #rows: readonly object[];
  #positions: Map<object, number> | undefined;
  readonly #referring = new Set<number>();

  constructor(rows: readonly object[]) {
    this.#rows = rows;
  }

  /**
   * Positions of the members of a list; undefined unless all of them are rows that stand before the current one and refer
   * to no others themselves.
   */
  positionsOf(list: readonly unknown[]): number[] | undefined {
    const positions: number[] = [];
    for (const member of list) {
      const position = this.#positionOf(member);
      if (position >= this.current || this.#referring.has(position)) return undefined;
      positions.push(position);
    }
    return positions;
  }

  /** Takes note that the current row refers to others. */
  refer(): void {
    this.#referring.add(this.current);
  }

  #positionOf(member: unknown): number {
    if (typeof member !== 'object' || member === null) return Number.POSITIVE_INFINITY;
    this.#positions ??= new Map(this.#rows.map((row, position) => [row, position]));
    return this.#positions.get(member) ?? Number.POSITIVE_INFINITY;
  }
}

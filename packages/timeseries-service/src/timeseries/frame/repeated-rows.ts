import type { ColumnBlock } from '../../block/index.js';

/**
 * Finds rows that repeat an earlier one: equal in `metadata.write_ts` and in every compared member, as the reference's
 * data frames drop them. Rows come in order of a time that is among the compared ones, so that only rows of the same
 * time have to be remembered.
 */
export class RepeatedRows {
  #time = Number.NaN;
  #first: { readonly block: ColumnBlock; readonly row: number } | undefined;
  #seen: Set<string> | undefined;

  /** @param members dotted paths of numbers */
  constructor(private readonly members: readonly string[]) {}

  /** Whether a row repeats one that came before. */
  isRepeated(block: ColumnBlock, row: number, time: number): boolean {
    if (time !== this.#time || !this.#first) {
      this.#time = time;
      this.#first = { block, row };
      this.#seen = undefined;
      return false;
    }
    this.#seen ??= new Set([this.#textOf(this.#first.block, this.#first.row)]);
    const text = this.#textOf(block, row);
    if (this.#seen.has(text)) return true;
    this.#seen.add(text);
    return false;
  }

  #textOf(block: ColumnBlock, row: number): string {
    return this.members.map((member) => block.numbers(member)[row]).join(' ');
  }
}

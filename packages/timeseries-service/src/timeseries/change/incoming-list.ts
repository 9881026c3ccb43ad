import { type Group, type ObjectList, writeExact } from '../../block/index.js';
import { entryOf, groupsOf, type Incoming } from './incoming.js';

/** A list, within an incoming entry, of entries that come with it. */
export class IncomingList implements ObjectList {
  /**
   * @param all everything that comes, complete when somebody asks for the list
   * @param positions of the members
   */
  constructor(
    private readonly all: readonly Incoming[],
    private readonly positions: readonly number[],
  ) {}

  get length(): number {
    return this.positions.length;
  }

  text(): string {
    return writeExact(this.#members().map(entryOf));
  }

  gather(lists: readonly IncomingList[]): Group[] {
    return groupsOf(lists.flatMap((list) => list.#members()));
  }

  #members(): Incoming[] {
    return this.positions.map((position) => this.all[position]!);
  }
}

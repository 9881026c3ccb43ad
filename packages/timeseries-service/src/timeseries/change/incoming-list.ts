import { type Group, type ObjectList, writeExact } from '../../block/index.js';
import { entryOf, groupsOf, type Incoming } from './incoming.js';

/** A list, within an incoming entry, of entries that come with it. */
export class IncomingList implements ObjectList {
  /**
   * @param positions of the members among all that comes
   * @param memberAt what stands at a position, as it was sent; asked when everything is there
   */
  constructor(
    private readonly positions: readonly number[],
    private readonly memberAt: (position: number) => Incoming,
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
    return this.positions.map(this.memberAt);
  }
}

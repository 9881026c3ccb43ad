import type { PersonId } from '@sojourn/datamodel';
import type { BlockPlace, Garbage, HeadDocument, PageDocument } from './head-document.js';
import type { Ref } from './refs.js';

/** Content of a page, by block. */
export interface Page {
  readonly ref: Ref;
  readonly blocks: ReadonlyMap<string, BlockPlace>;
}

export function pageOf(ref: Ref, document: Pick<PageDocument, 'blocks'>): Page {
  return { ref, blocks: new Map(document.blocks.map((place) => [place.block, place])) };
}

/** A person's head with its pages: everything about where things lie, at one moment. Never changes. */
export class PersonIndex {
  readonly changes: ReadonlyMap<string, BlockPlace | undefined>;

  constructor(
    readonly head: HeadDocument,
    readonly pages: readonly Page[],
    /** Garbage that is known to be gone. */
    readonly collected: ReadonlySet<Garbage> = new Set(),
    readonly swept: number = head.swept,
  ) {
    this.changes = new Map(
      head.changes.map((change) => [change.block, 'ref' in change ? change : undefined]),
    );
  }

  get person(): PersonId {
    return this.head.person;
  }

  /** Number of places that it holds in memory. */
  get size(): number {
    return this.pages.reduce((sum, page) => sum + page.blocks.size, this.changes.size);
  }

  block(id: string): BlockPlace | undefined {
    if (this.changes.has(id)) return this.changes.get(id);
    for (const page of this.pages) {
      const place = page.blocks.get(id);
      if (place) return place;
    }
    return undefined;
  }

  /** All live blocks, in no particular order. */
  *blocks(): Generator<BlockPlace> {
    for (const place of this.changes.values()) if (place) yield place;
    for (const page of this.pages) {
      for (const place of page.blocks.values()) if (!this.changes.has(place.block)) yield place;
    }
  }

  document(name: string): Ref | undefined {
    return this.head.documents.find((document) => document.name === name)?.ref;
  }
}

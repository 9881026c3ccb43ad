import type { PersonId } from '@sojourn/datamodel';
import type { EngineChange } from '../engine.js';
import { cutBody } from './body-pieces.js';
import {
  type BlockPlace,
  type BytesDocument,
  type HeadDocument,
  type PageDocument,
  type PageRef,
  remembered,
} from './head-document.js';
import { type Page, PersonIndex, pageOf } from './person-index.js';
import { idOf, refSource } from './refs.js';

/** Changes that a head holds before they are written to pages. */
const mostChanges = 32;
/** Blocks on a page. */
const pageSize = 256;
/** Small pages that may lie beside each other before they become one. */
const mostSmallPages = 4;

/** What one attempt at a commit writes: first all that is written once, then the head. */
export interface CommitPlan {
  readonly blocks: readonly BytesDocument[];
  readonly documents: readonly BytesDocument[];
  readonly pages: readonly PageDocument[];
  /** The person's index once the head is written. */
  readonly next: PersonIndex;
}

/** Who attempts a commit. */
export interface Attempt {
  readonly attempt: string;
  readonly writer: string;
}

/**
 * @param index what the change was made from; undefined for a person who has never been there
 * @param version that the head gets
 */
export function planCommit(
  person: PersonId,
  index: PersonIndex | undefined,
  change: EngineChange,
  version: number,
  { attempt, writer }: Attempt,
): CommitPlan {
  const before = index?.head;
  const number = (before?.number ?? 0) + 1;
  const nextRef = refSource(number, attempt);
  const garbage = (before?.garbage ?? []).filter((piece) => !index!.collected.has(piece));

  const blocks: BytesDocument[] = [];
  const changes = new Map<string, BlockPlace | undefined>(index?.changes);
  const leave = (block: string) => {
    const place = index?.block(block);
    if (place) garbage.push({ in: 'blocks', ref: place.ref, pieces: place.pieces });
    return place !== undefined;
  };
  for (const id of change.remove ?? []) if (leave(id)) changes.set(id, undefined);
  const removed = new Set(change.remove);
  for (const { id, header, body } of change.put ?? []) {
    if (!removed.has(id)) leave(id);
    const ref = nextRef();
    const pieces = cutBody(body);
    for (const [piece, bytes] of pieces.entries())
      blocks.push({ _id: idOf(person, ref, piece), person, bytes });
    // The latest change stands last.
    changes.delete(id);
    changes.set(id, { block: id, ref, pieces: pieces.length, header });
  }

  const documents: BytesDocument[] = [];
  const refs = new Map(before?.documents.map(({ name, ref }) => [name, ref]));
  for (const [name, bytes] of Object.entries(change.documents ?? {})) {
    const old = refs.get(name);
    if (old !== undefined) garbage.push({ in: 'documents', ref: old, pieces: 1 });
    refs.delete(name);
    if (bytes === null) continue;
    const ref = nextRef();
    documents.push({ _id: idOf(person, ref), person, bytes });
    refs.set(name, ref);
  }

  const folded = foldPages(index?.pages ?? [], changes, nextRef);
  for (const { ref } of folded.left) garbage.push({ in: 'pages', ref, pieces: 1 });
  const head: HeadDocument = {
    _id: person,
    person,
    state: attempt,
    removed: null,
    recent: [attempt, ...(before?.recent ?? [])].slice(0, remembered),
    number,
    version,
    bytes: change.head,
    erased: before?.erased ?? 0,
    writer,
    swept: index?.swept ?? 0,
    pages: folded.pages.map(({ ref, blocks }): PageRef => ({ ref, count: blocks.size })),
    changes: [...folded.changes].map(([block, place]) => place ?? { block }),
    documents: [...refs].map(([name, ref]) => ({ name, ref })),
    garbage,
  };
  return {
    blocks,
    documents,
    pages: folded.fresh.map(({ ref, blocks: places }) => ({
      _id: idOf(person, ref),
      person,
      blocks: [...places.values()],
    })),
    next: new PersonIndex(head, folded.pages),
  };
}

interface Folded {
  readonly pages: readonly Page[];
  /** Those of them that are new. */
  readonly fresh: readonly Page[];
  /** Those that are no longer among them. */
  readonly left: readonly Page[];
  readonly changes: ReadonlyMap<string, BlockPlace | undefined>;
}

/** Writes changes to pages when there are many; pages that lost a block, or are small and many, are written anew. */
function foldPages(
  pages: readonly Page[],
  changes: ReadonlyMap<string, BlockPlace | undefined>,
  nextRef: () => string,
): Folded {
  if (changes.size <= mostChanges) return { pages, fresh: [], left: [], changes };
  const touched = pages.filter(({ blocks }) => [...changes.keys()].some((block) => blocks.has(block)));
  const small = pages.filter((page) => page.blocks.size < pageSize / 2 && !touched.includes(page));
  const left = small.length < mostSmallPages ? touched : [...touched, ...small];
  const places: BlockPlace[] = [];
  for (const page of left) {
    for (const place of page.blocks.values()) if (!changes.has(place.block)) places.push(place);
  }
  for (const place of changes.values()) if (place) places.push(place);
  const fresh: Page[] = [];
  for (let start = 0; start < places.length; start += pageSize) {
    fresh.push(pageOf(nextRef(), { blocks: places.slice(start, start + pageSize) }));
  }
  const kept = pages.filter((page) => !left.includes(page));
  return { pages: [...kept, ...fresh], fresh, left, changes: new Map() };
}

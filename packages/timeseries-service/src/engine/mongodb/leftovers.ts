import type { PersonId } from '@sojourn/datamodel';
import type { DocumentDatabase } from './document-database.js';
import type { Garbage } from './head-document.js';
import type { PersonIndex } from './person-index.js';
import type { CommitPlan } from './plan-commit.js';
import { idOf, idsOfCommits } from './refs.js';

const collections = ['blocks', 'documents', 'pages'] as const;

/** Removes what the head does not name any more. */
export async function collectGarbage(database: DocumentDatabase, index: PersonIndex): Promise<void> {
  const { person, head } = index;
  for (const collection of collections) {
    const ids = head.garbage
      .filter((piece) => piece.in === collection)
      .flatMap((piece) => idsOf(person, piece));
    if (ids.length > 0) await database.remove(collection, person, ids);
  }
}

/** Removes what an attempt wrote that has certainly failed. */
export async function removeAttempt(
  database: DocumentDatabase,
  person: PersonId,
  plan: CommitPlan,
): Promise<void> {
  for (const collection of collections) {
    const ids = plan[collection].map(({ _id }) => _id);
    if (ids.length > 0) await database.remove(collection, person, ids);
  }
}

/**
 * Removes what others left behind who died between writing and exchanging the head: every document of a commit up to
 * this one that its head does not lead to. Attempts at later commits carry higher numbers, so none is disturbed, and
 * an attempt at this commit or an earlier one cannot succeed any more.
 */
export async function sweep(database: DocumentDatabase, index: PersonIndex): Promise<void> {
  const { person, head } = index;
  const range = idsOfCommits(person, index.swept, head.number);
  const live = liveIds(index);
  for (const collection of collections) {
    const found = await database.ids(collection, person, range);
    const orphans = found.filter((id) => !live.has(id));
    if (orphans.length > 0) await database.remove(collection, person, orphans);
  }
}

/** Removes everything that commits up to one number have written. */
export async function removeAll(database: DocumentDatabase, person: PersonId, upTo: number): Promise<void> {
  for (const collection of collections) {
    const ids = await database.ids(collection, person, idsOfCommits(person, 0, upTo));
    if (ids.length > 0) await database.remove(collection, person, ids);
  }
}

function liveIds(index: PersonIndex): Set<string> {
  const { person, head } = index;
  const live = new Set<string>();
  for (const place of index.blocks()) for (const id of idsOf(person, place)) live.add(id);
  for (const { ref } of head.documents) live.add(idOf(person, ref));
  for (const { ref } of head.pages) live.add(idOf(person, ref));
  return live;
}

/** Ids of all pieces of a body. */
export function idsOf(person: PersonId, { ref, pieces }: Pick<Garbage, 'ref' | 'pieces'>): string[] {
  return Array.from({ length: pieces }, (_, piece) => idOf(person, ref, piece));
}

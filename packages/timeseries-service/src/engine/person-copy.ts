import { type PersonId, SojournError } from '@sojourn/datamodel';
import type { Engine, StoredHead, StoredHeader } from './engine.js';

/** All that an engine keeps of one person at one moment, but for the bodies of blocks. Still sealed. */
export interface PersonCopy {
  readonly person: PersonId;
  readonly head: StoredHead;
  readonly headers: readonly StoredHeader[];
  readonly documents: Readonly<Record<string, Uint8Array>>;
}

/** How often somebody may write in between before it is given up. */
const mostTries = 100;

/**
 * Reads a person while others may be writing: what was read counts when the head is the same before and after.
 * Bodies of the blocks can be read later, since a block never changes; one that is gone by then has been merged, and
 * the person has to be read again.
 *
 * @returns undefined when there is no such person
 * @throws SojournError `commit-conflict` when the person is written to without pause
 */
export async function copyPerson(engine: Engine, person: PersonId): Promise<PersonCopy | undefined> {
  for (let tries = 0; tries < mostTries; tries++) {
    const head = await engine.readHead(person);
    if (head === undefined) return undefined;
    const headers = await engine.headers(person);
    const documents: Record<string, Uint8Array> = {};
    for (const name of await engine.documentNames(person)) {
      const bytes = await engine.document(person, name);
      if (bytes !== undefined) documents[name] = bytes;
    }
    const after = await engine.readHead(person);
    if (after?.version === head.version) return { person, head, headers, documents };
  }
  throw new SojournError('commit-conflict', { detail: 'the person is written to without pause' });
}

import { isSojournError, type PersonId, SojournError } from '@sojourn/datamodel';
import type { StoredHead } from '../../engine/index.js';
import { PersonKeys } from '../../keys/index.js';
import type { Damage } from '../timeseries.js';
import type { StoreContext } from './context.js';
import { hashOf, parseKeyDocument } from './documents.js';
import { type Head, openHead } from './head.js';
import { checkLiveSet } from './live-set.js';
import { type IndexedBlock, indexStored, isHeaderOf } from './stored-block.js';

/** A person as the store holds them: all that is known without opening a block. */
export interface StoredPerson {
  readonly keys: PersonKeys;
  readonly head: Head;
  readonly version: number;
  readonly blocks: readonly IndexedBlock[];
  readonly damage: readonly Damage[];
}

/**
 * @param previous what was known before, of which is kept what still holds: keys that are open stay open
 * @throws SojournError `person-unknown`, `head-damaged`
 */
export async function readPerson(
  id: PersonId,
  context: StoreContext,
  previous?: Pick<StoredPerson, 'keys' | 'head' | 'blocks'>,
): Promise<StoredPerson> {
  const { engine } = context;
  for (;;) {
    const stored = await engine.readHead(id);
    if (!stored) throw new SojournError('person-unknown');
    const person = await readParts(id, context, stored, previous).catch(ifDamaged);
    if (person && (person.damage.length === 0 || !engine.capabilities.shared)) return person;
    // What another process commits between two reads looks like damage.
    const moved = engine.capabilities.shared && (await engine.readHead(id))?.version !== stored.version;
    if (moved) continue;
    if (!person) throw new SojournError('head-damaged');
    return person;
  }
}

async function readParts(
  id: PersonId,
  context: StoreContext,
  stored: StoredHead,
  previous: Pick<StoredPerson, 'keys' | 'head' | 'blocks'> | undefined,
): Promise<StoredPerson> {
  const { engine } = context;
  const keyBytes = await engine.document(id, 'keys');
  const document = keyBytes && parseKeyDocument(keyBytes);
  if (!document) throw new SojournError('head-damaged');
  const hash = hashOf(keyBytes);
  const keys =
    previous && previous.head.documents.keys === hash
      ? previous.keys
      : await PersonKeys.open(id, document, storeKeysOf(context), context.clock);
  const head = openHead(stored.bytes, id, stored.version, keys.servicePurpose('head'));
  if (head.documents.keys !== hash) throw new SojournError('head-damaged');
  const setKey = keys.servicePurpose('live-set');
  const known = new Map(previous?.blocks.map((block) => [block.id, block]));
  const headers = await engine.headers(id);
  const indexed = headers.map((header) => {
    const before = known.get(header.id);
    return before && isHeaderOf(before, header.bytes) ? before : indexStored(header, setKey);
  });
  const readable = indexed.filter((block) => block?.header.person === id) as IndexedBlock[];
  const { live: blocks, damage } = checkLiveSet(readable, head);
  return { keys, head, version: stored.version, blocks, damage };
}

function ifDamaged(error: unknown): undefined {
  if (!isSojournError(error) || error.code !== 'head-damaged') throw error;
  return undefined;
}

function storeKeysOf({ keys: { wrapping, previous } }: StoreContext) {
  return previous === undefined ? [wrapping] : [wrapping, previous];
}

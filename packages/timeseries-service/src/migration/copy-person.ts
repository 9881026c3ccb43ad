import { createHash } from 'node:crypto';
import { type PersonId, SojournError } from '@sojourn/datamodel';
import { copyPerson, type Engine, type StoredBlock, type StoredHeader } from '../engine/index.js';

/** Blocks that are read, and written, at a time. */
const portion = 64;
/** Version of a person who is on the way. */
const incomplete = 0;

/** What one person's copy came to. */
export interface Copied {
  /** Blocks that were not there before, and their bytes. */
  readonly blocks: number;
  readonly bytes: number;
}

/**
 * Makes a person in one engine what they are in another, where they may be written to meanwhile. What is there already
 * is not copied again; after a crash the copy goes on where it was.
 * @returns undefined when there was nothing to do
 * @throws SojournError `block-damaged` when the source has lost a block
 */
export async function bringPerson(
  source: Engine,
  target: Engine,
  person: PersonId,
): Promise<Copied | undefined> {
  for (;;) {
    const there = await target.readHead(person);
    const head = await source.readHead(person);
    if (!head) {
      if (!there) return undefined;
      await target.erase(person);
      return { blocks: 0, bytes: 0 };
    }
    if (there?.version === head.version && Buffer.compare(there.bytes, head.bytes) === 0) return undefined;
    const copied = await bring(source, target, person, there?.version ?? null);
    if (copied) return copied;
  }
}

/** @returns undefined when blocks were merged away meanwhile */
async function bring(
  source: Engine,
  target: Engine,
  person: PersonId,
  version: number | null,
): Promise<Copied | undefined> {
  const copy = await copyPerson(source, person);
  if (!copy) return undefined;
  const present = new Map((await target.headers(person)).map(({ id, bytes }) => [id, bytes]));
  // The header ends with the tag of the body's seal: equal headers stand for equal blocks.
  const missing = copy.headers.filter(({ id, bytes }) => {
    const known = present.get(id);
    return !known || Buffer.compare(known, bytes) !== 0;
  });
  const wanted = new Set(copy.headers.map(({ id }) => id));
  let expectVersion = version;
  let bytes = 0;
  for (let start = 0; start < missing.length; start += portion) {
    const put = await readBlocks(source, person, missing.slice(start, start + portion));
    if (!put) return undefined;
    const change = { expectVersion, version: incomplete, head: new Uint8Array(), put };
    expectVersion = await target.commit(person, change);
    for (const { header, body } of put) bytes += header.length + body.length;
  }
  const surplus = (await target.documentNames(person)).filter((name) => !(name in copy.documents));
  await target.commit(person, {
    expectVersion,
    version: copy.head.version,
    head: copy.head.bytes,
    remove: [...present.keys()].filter((id) => !wanted.has(id)),
    documents: { ...copy.documents, ...Object.fromEntries(surplus.map((name) => [name, null])) },
  });
  return { blocks: missing.length, bytes };
}

/** @returns undefined when one of them has been merged away @throws SojournError `block-damaged` when it is lost */
async function readBlocks(
  engine: Engine,
  person: PersonId,
  headers: readonly StoredHeader[],
): Promise<StoredBlock[] | undefined> {
  const before = await engine.readHead(person);
  const bodies = await engine.bodies(
    person,
    headers.map(({ id }) => id),
  );
  const blocks: StoredBlock[] = [];
  for (const { id, bytes: header } of headers) {
    const body = bodies.get(id);
    if (body) blocks.push({ id, header, body });
  }
  if (blocks.length === headers.length) return blocks;
  const live = new Set((await engine.headers(person)).map(({ id }) => id));
  const lost = headers.find(({ id }) => live.has(id) && !bodies.has(id));
  const after = await engine.readHead(person);
  if (lost && before?.version === after?.version) {
    throw new SojournError('block-damaged', { detail: `block ${lost.id}` });
  }
  return undefined;
}

/** Everything of a person as one hash. */
export interface PersonDigest {
  readonly version: number;
  readonly blocks: number;
  readonly bytes: number;
  readonly digest: string;
}

/** Reads all that an engine holds of a person. @returns undefined when there is no such person */
export async function digestPerson(engine: Engine, person: PersonId): Promise<PersonDigest | undefined> {
  for (;;) {
    const copy = await copyPerson(engine, person);
    if (!copy) return undefined;
    const hash = createHash('sha256');
    let bytes = 0;
    const add = (...parts: (string | Uint8Array)[]) => {
      for (const part of parts) {
        const lengthy = Buffer.from(part as Uint8Array);
        hash.update(`${lengthy.length} `).update(lengthy);
        bytes += lengthy.length;
      }
    };
    add(String(copy.head.version), copy.head.bytes);
    for (const name of Object.keys(copy.documents).sort()) add(name, copy.documents[name]!);
    let complete = true;
    for (let start = 0; complete && start < copy.headers.length; start += portion) {
      const blocks = await readBlocks(engine, person, copy.headers.slice(start, start + portion));
      complete = blocks !== undefined;
      for (const { id, header, body } of blocks ?? []) add(id, header, body);
    }
    if (!complete) continue;
    return { version: copy.head.version, blocks: copy.headers.length, bytes, digest: hash.digest('hex') };
  }
}

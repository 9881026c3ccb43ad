import { unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type PersonId, SojournError } from '@sojourn/datamodel';
import { copyPerson, type Engine, type PersonCopy, storeDocuments } from '../engine/index.js';
import { BlockWriter } from './block-files.js';
import { blockFilePath, makeFolder, nameOfSnapshot, readFolder, snapshotPath, syncFolder } from './folder.js';
import { BACKUP_FORMAT, type BackupCounts, type BlockPlace, type PersonRecord } from './records.js';
import { readSnapshot, SnapshotWriter } from './snapshot-file.js';

/** What a snapshot is made of. */
export interface SnapshotOptions {
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  /** Told after each person. */
  readonly onProgress?: (done: BackupOutcome) => void;
}

/** What became of a backup. */
export interface BackupOutcome extends BackupCounts {
  /** Name of the snapshot. */
  readonly snapshot: string;
  /** Blocks that earlier snapshots do not hold, and their bytes. */
  readonly newBlocks: number;
  readonly newBytes: number;
}

const peopleAtOnce = 100;
const bodiesAtOnce = 64;
/** How often compaction may take away what is being copied. */
const mostTries = 20;
const beingWritten = new Set<string>();

/**
 * Adds a snapshot of everything an engine holds to a backup folder, while others write: each person as they were at
 * one moment. Blocks that an earlier snapshot holds are not copied again. Nothing is opened: a backup is as sealed as
 * the store, and holds no key.
 *
 * @throws SojournError `conflict` while another snapshot is written there, `backup-damaged` when the latest one is
 */
export async function takeSnapshot(
  engine: Engine,
  folder: string,
  { clock = Date.now, onProgress = () => {} }: SnapshotOptions = {},
): Promise<BackupOutcome> {
  const root = resolve(folder);
  if (beingWritten.has(root)) {
    throw new SojournError('conflict', { detail: `another snapshot is being written to ${root}` });
  }
  beingWritten.add(root);
  try {
    await makeFolder(root);
    const { snapshots, blockFiles } = await readFolder(root);
    const latest = snapshots.at(-1);
    const name = nameOfSnapshot(clock());
    if (latest !== undefined && name <= latest) {
      throw new SojournError('conflict', {
        detail: `${root} holds a snapshot of this moment or a later one`,
      });
    }
    const before = new EarlierPeople(latest === undefined ? undefined : snapshotPath(root, latest));
    const blocks = new BlockWriter(root, (blockFiles.at(-1) ?? 0) + 1);
    const snapshot = new SnapshotWriter(snapshotPath(root, name));
    try {
      const outcome = await writeAll(engine, before, { blocks, snapshot, name, clock, onProgress });
      await blocks.close();
      await syncFolder(join(root, 'blocks'));
      await snapshot.finish({ people: outcome.people, blocks: outcome.blocks });
      return outcome;
    } catch (error) {
      await blocks.close().catch(() => {});
      await snapshot.abandon();
      const left = (await readFolder(root)).blockFiles.filter((number) => !blockFiles.includes(number));
      for (const number of left) await unlink(blockFilePath(root, number)).catch(() => {});
      throw error;
    } finally {
      await before.close();
    }
  } finally {
    beingWritten.delete(root);
  }
}

interface Output {
  readonly blocks: BlockWriter;
  readonly snapshot: SnapshotWriter;
  readonly name: string;
  readonly clock: () => number;
  readonly onProgress: (done: BackupOutcome) => void;
}

async function writeAll(engine: Engine, before: EarlierPeople, output: Output): Promise<BackupOutcome> {
  const { snapshot, name, clock, onProgress } = output;
  const done = { snapshot: name, people: 0, blocks: 0, newBlocks: 0, newBytes: 0 };
  await snapshot.add({ format: BACKUP_FORMAT, taken: new Date(clock()).toISOString() });
  for (let last: PersonId | undefined; ; ) {
    const people = await engine.people(last, peopleAtOnce);
    for (const person of people) {
      const earlier = await before.find(person);
      const record = await recordOf(engine, person, earlier, output.blocks, (bytes) => {
        done.newBlocks += 1;
        done.newBytes += bytes;
      });
      if (record === undefined) continue;
      await snapshot.add(record);
      done.people += 1;
      done.blocks += record.blocks.length;
      onProgress({ ...done });
    }
    last = people.at(-1);
    if (people.length < peopleAtOnce) break;
  }
  await before.finish();
  // After the people, so that whatever their keys are wrapped with is there.
  for await (const global of storeDocuments(engine)) {
    const document = await engine.globalDocument(global);
    if (document) await snapshot.add({ global, bytes: toBase64(document.bytes) });
  }
  return done;
}

/** @returns undefined when the person has been erased meanwhile */
async function recordOf(
  engine: Engine,
  person: PersonId,
  earlier: PersonRecord | undefined,
  writer: BlockWriter,
  onNew: (bytes: number) => void,
): Promise<PersonRecord | undefined> {
  const places = new Map(earlier?.blocks.map((place) => [place[0], place]));
  for (let tries = 0; tries < mostTries; tries++) {
    const head = await engine.readHead(person);
    if (head === undefined) return undefined;
    const bytes = toBase64(head.bytes);
    if (earlier?.version === head.version && earlier.head === bytes) return earlier;
    const copy = await copyPerson(engine, person);
    if (copy === undefined) return undefined;
    if (await writeMissing(engine, copy, places, writer, onNew)) {
      return {
        person,
        version: copy.head.version,
        head: toBase64(copy.head.bytes),
        documents: Object.fromEntries(
          Object.entries(copy.documents).map(([name, document]) => [name, toBase64(document)]),
        ),
        blocks: copy.headers.map(({ id }) => places.get(id)!),
      };
    }
  }
  throw new SojournError('commit-conflict', { detail: 'the person is written to without pause' });
}

/** @returns false when a block was gone before its body could be read */
async function writeMissing(
  engine: Engine,
  { person, headers }: PersonCopy,
  places: Map<string, BlockPlace>,
  writer: BlockWriter,
  onNew: (bytes: number) => void,
): Promise<boolean> {
  const missing = headers.filter(({ id }) => !places.has(id));
  for (let from = 0; from < missing.length; from += bodiesAtOnce) {
    const part = missing.slice(from, from + bodiesAtOnce);
    const bodies = await engine.bodies(
      person,
      part.map(({ id }) => id),
    );
    for (const { id, bytes: header } of part) {
      const body = bodies.get(id);
      if (body === undefined) return false;
      const place = await writer.write({ id, header, body });
      places.set(id, place);
      onNew(place[3]);
    }
  }
  return true;
}

/** The people of the latest snapshot, in the order in which an engine lists them: looked up while both are gone through. */
class EarlierPeople {
  readonly #records: AsyncGenerator<PersonRecord> | undefined;
  #next: PersonRecord | undefined;
  #begun = false;

  constructor(path: string | undefined) {
    this.#records = path === undefined ? undefined : peopleOf(path);
  }

  async find(person: PersonId): Promise<PersonRecord | undefined> {
    if (!this.#begun) await this.#advance();
    while (this.#next !== undefined && this.#next.person < person) await this.#advance();
    return this.#next?.person === person ? this.#next : undefined;
  }

  /** Reads to the end, where damage shows. */
  async finish(): Promise<void> {
    if (!this.#begun) await this.#advance();
    while (this.#next !== undefined) await this.#advance();
  }

  async close(): Promise<void> {
    await this.#records?.return(undefined);
  }

  async #advance(): Promise<void> {
    this.#begun = true;
    const next = await this.#records?.next();
    this.#next = next === undefined || next.done === true ? undefined : next.value;
  }
}

async function* peopleOf(path: string): AsyncGenerator<PersonRecord> {
  for await (const record of readSnapshot(path)) if ('person' in record) yield record;
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

import { setTimeout } from 'node:timers/promises';
import { isSojournError, type PersonId, SojournError } from '@sojourn/datamodel';
import { type ColumnBlock, openBlock, type SealedBlock } from '../../block/index.js';
import type { EngineChange } from '../../engine/index.js';
import { PersonKeys, type VersionedKey } from '../../keys/index.js';
import type { Damage } from '../timeseries.js';
import type { StoreContext } from './context.js';
import {
  changedHashes,
  hashOf,
  keyDocumentBytes,
  keyVersionOf,
  openDocument,
  sealDocument,
} from './documents.js';
import { emptyHead, type Head, sealHead } from './head.js';
import { changedSum, damageOf } from './live-set.js';
import { latestMarks } from './marks.js';
import { readPerson } from './read-person.js';
import { type IndexedBlock, indexSealed, isBodyOf, toStored } from './stored-block.js';

/** What one commit changes. Members of the head that are not named stay. */
export interface StateChange {
  readonly add?: readonly SealedBlock[];
  readonly remove?: readonly IndexedBlock[];
  readonly head?: Partial<Omit<Head, 'format' | 'live' | 'documents'>>;
  /** Documents as they are stored, sealed already; null removes one. */
  readonly documents?: Readonly<Record<string, Uint8Array | null>>;
  /** Keys that take the place of the present ones; their document must be among the documents. */
  readonly keys?: PersonKeys;
}

/** A block that a later commit has replaced was asked for: whoever reads must look at the blocks anew. */
export class BlockReplaced extends Error {}

/** Another process has changed the person since work on them began: the work must begin anew. */
class HeadMoved extends Error {}

/** How often work is begun anew, and for how many milliseconds at most it waits before each time. */
const mostAttempts = 30;
const longestPause = 50;

/** Inbox blocks are sealed with a key of their own, which the header cannot name. */
export const inboxKeyVersion = 0;

/** One person in memory: keys, head and headers. Entries stay in the engine. */
export class PersonState {
  /** No longer the state that others are given. */
  retired = false;
  #erased = false;
  #head: Head;
  #version: number | null;
  /** The version that exclusive work began with, or made itself. */
  #workVersion: number | null;
  #keys: PersonKeys;
  #blocks: readonly IndexedBlock[];
  #liveIds: ReadonlySet<string> | undefined;
  readonly #damage = new Map<string, Damage>();
  #touched: Record<string, number> | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  private constructor(
    readonly id: PersonId,
    readonly context: StoreContext,
    keys: PersonKeys,
    head: Head,
    version: number | null,
    blocks: readonly IndexedBlock[],
  ) {
    this.#keys = keys;
    this.#head = head;
    this.#version = version;
    this.#workVersion = version;
    this.#blocks = blocks;
  }

  /** @throws SojournError `person-unknown`, `head-damaged` */
  static async load(id: PersonId, context: StoreContext): Promise<PersonState> {
    const { keys, head, version, blocks, damage } = await readPerson(id, context);
    const state = new PersonState(id, context, keys, head, version, blocks);
    for (const finding of damage) state.noteDamage(finding);
    return state;
  }

  /** Makes a person. @throws SojournError `commit-conflict` when there is one already */
  static async create(id: PersonId, context: StoreContext): Promise<PersonState> {
    const keys = await PersonKeys.create(id, context.keys.wrapping, context.clock);
    const state = new PersonState(id, context, keys, emptyHead, null, []);
    await state.apply({ documents: { keys: keyDocumentBytes(keys.document) } });
    return state;
  }

  get head(): Head {
    return this.#head;
  }

  get keys(): PersonKeys {
    return this.#keys;
  }

  /** Live blocks, ordered by nothing in particular. Never changes in place. */
  get blocks(): readonly IndexedBlock[] {
    return this.#blocks;
  }

  get damage(): readonly Damage[] {
    return [...this.#damage.values()];
  }

  /** Whether the state holds what only it knows: work in progress, a lease on the keys, marks. */
  get inUse(): boolean {
    return this.#waiting > 0 || this.#keys.expires !== null || this.#touched !== undefined;
  }

  /** Server-owned times, those that are not committed yet included. */
  get marks(): Readonly<Record<string, number>> {
    return latestMarks(this.#head.marks, this.#touched);
  }

  touch(marks: Readonly<Record<string, number>>): void {
    this.#touched = latestMarks(this.#touched, marks);
  }

  /** Commits times that were noted. They are not worth an error: they wait for the next commit. Within `exclusive`. */
  async flush(): Promise<void> {
    if (this.#touched) await this.apply({}).catch(() => {});
  }

  /** Runs work when all earlier work of this person has ended: commits never race. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting++;
    const result = this.#queue.then(() => this.#undisturbed(work));
    this.#queue = result.then(
      () => this.#waiting--,
      () => this.#waiting--,
    );
    return result;
  }

  /** Removes everything of the person from the store. Within `exclusive`; `leave` follows. */
  async erase(): Promise<void> {
    await this.context.engine.erase(this.id);
  }

  /** Lets go of everything in memory: the person is not there any more. */
  leave(): void {
    this.#erased = true;
    this.#touched = undefined;
    this.forget();
    this.#keys.lock();
    // Whoever is reading finds that the blocks are no longer there, which is no damage.
    this.#setBlocks([]);
  }

  /** Takes in what other processes have committed. @throws SojournError `person-unknown`, `head-damaged` */
  async refresh(): Promise<void> {
    while (this.context.engine.capabilities.shared) {
      const before = this.#version;
      const stored = await this.context.engine.readHead(this.id);
      if (stored?.version === before) return;
      const newer = await readPerson(this.id, this.context, this);
      // What this process committed or took in meanwhile may be newer still.
      if (this.#version !== before) continue;
      this.#head = newer.head;
      this.#version = newer.version;
      this.#keys = newer.keys;
      this.#setBlocks(newer.blocks);
      for (const finding of newer.damage) this.noteDamage(finding);
      return;
    }
  }

  /** Runs work on the newest state, and again when another process has committed before it did. */
  async #undisturbed<T>(work: () => Promise<T>): Promise<T> {
    if (this.#erased) throw new SojournError('person-unknown');
    if (!this.context.engine.capabilities.shared) return work();
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      await this.refresh();
      this.#workVersion = this.#version;
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof HeadMoved || error instanceof BlockReplaced)) throw error;
        await setTimeout(Math.random() * longestPause);
      }
    }
    throw new SojournError('service-unavailable', { detail: 'others change the same person all the time' });
  }

  /**
   * Makes one durable change. Only from within `exclusive`. When it throws, nothing has changed.
   * @throws SojournError `storage-full`, `service-unavailable`
   */
  async apply(change: StateChange): Promise<void> {
    const { add = [], remove = [], documents = {} } = change;
    const keys = change.keys ?? this.#keys;
    const setKey = keys.servicePurpose('live-set');
    const added = add.map((block) => indexSealed(block, setKey));
    const touched = this.#touched;
    const base = this.#version;
    if (base !== this.#workVersion) throw new HeadMoved();
    const sum = changedSum(BigInt(`0x${this.#head.live.sum}`), added, remove);
    const head: Head = {
      ...this.#head,
      ...change.head,
      marks: latestMarks(this.#head.marks, touched, change.head?.marks),
      live: { blocks: this.#head.live.blocks + added.length - remove.length, sum: sum.toString(16) },
      documents: changedHashes(this.#head.documents, documents),
    };
    const version = (base ?? 0) + 1;
    await this.#commit({
      expectVersion: base,
      head: sealHead(head, this.id, version, keys.servicePurpose('head')),
      put: add.map(toStored),
      remove: remove.map(({ id }) => id),
      documents,
    });
    this.#workVersion = version;
    if (this.#touched === touched) this.#touched = undefined;
    // A reader may have taken the commit in already.
    if (this.#version === base) {
      this.#head = head;
      this.#version = version;
      this.#keys = keys;
      const gone = new Set(remove.map(({ id }) => id));
      if (added.length + gone.size > 0) {
        this.#setBlocks([...this.#blocks.filter(({ id }) => !gone.has(id)), ...added]);
      }
      for (const id of gone) this.context.cache.delete(id);
    }
    if (added.length > 0) this.context.onCommit(this.id);
  }

  async #commit(change: EngineChange): Promise<void> {
    const { engine } = this.context;
    try {
      await engine.commit(this.id, change);
    } catch (error) {
      const isConflict = isSojournError(error) && error.code === 'commit-conflict';
      if (isConflict && engine.capabilities.shared && change.expectVersion !== null) throw new HeadMoved();
      throw error;
    }
  }

  #setBlocks(blocks: readonly IndexedBlock[]): void {
    this.#blocks = blocks;
    this.#liveIds = undefined;
  }

  /** The key that seals new blocks. @throws SojournError `person-locked` */
  currentKey(): Promise<VersionedKey> {
    return this.#keys.currentKey();
  }

  /** @throws SojournError `person-locked` unless the data can be read now */
  assertOpen(): void {
    if (!this.#keys.locked) return;
    this.forget();
    throw new SojournError('person-locked');
  }

  /** Drops everything in memory that is not sealed. */
  forget(): void {
    for (const { id } of this.#blocks) this.context.cache.delete(id);
  }

  /**
   * Opens a block; one that is damaged is noted and from then on left out.
   * @param keep whether the block stays in memory for the next reader
   * @returns undefined for a damaged block
   * @throws SojournError `person-locked`; BlockReplaced when the block is not live any more
   */
  async open(block: IndexedBlock, keep = true): Promise<ColumnBlock | undefined> {
    this.assertOpen();
    const cached = this.context.cache.get(block.id);
    if (cached) return cached;
    if (this.#damage.has(block.id)) return undefined;
    const body = await this.body(block);
    try {
      if (!body || !isBodyOf(block, body)) throw new SojournError('block-damaged');
      const key = await this.#keys.dataKey(block.header.keyVersion);
      const opened = openBlock(block.headerBytes, body, key);
      if (keep) this.context.cache.set(block.id, opened);
      return opened;
    } catch (error) {
      if (!isSojournError(error) || error.code !== 'block-damaged') throw error;
      this.noteDamage(damageOf(block));
      return undefined;
    }
  }

  /** Sealed body of a block, undefined when the store has lost it. @throws BlockReplaced when it is not live any more */
  async body(block: IndexedBlock): Promise<Uint8Array | undefined> {
    const bodies = await this.context.engine.bodies(this.id, [block.id]);
    const body = bodies.get(block.id);
    if (!body) await this.refresh();
    if (!body && !this.isLive(block.id)) throw new BlockReplaced();
    return body;
  }

  isLive(id: string): boolean {
    this.#liveIds ??= new Set(this.#blocks.map((block) => block.id));
    return this.#liveIds.has(id);
  }

  noteDamage(finding: Damage): void {
    const name = finding.block ?? finding.code;
    if (this.#damage.has(name)) return;
    this.#damage.set(name, finding);
    this.context.onDamage(this.id, finding);
  }

  /** A sealed document, opened. @throws SojournError `person-locked`, `head-damaged` when it is not the one committed */
  async document(name: string): Promise<unknown> {
    this.assertOpen();
    const version = this.#version;
    const expected = this.#head.documents[name];
    if (expected === undefined) return undefined;
    const bytes = await this.context.engine.document(this.id, name);
    if (!bytes || hashOf(bytes) !== expected) {
      await this.refresh();
      if (this.#version !== version) return this.document(name);
      throw new SojournError('head-damaged');
    }
    return openDocument(this.id, name, bytes, await this.#keys.dataKey(keyVersionOf(bytes)));
  }

  /** A document as `apply` takes it. */
  async sealDocument(name: string, value: unknown): Promise<Uint8Array> {
    return sealDocument(this.id, name, value, await this.currentKey());
  }
}

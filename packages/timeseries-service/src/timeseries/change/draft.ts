import type { Entry } from '@sojourn/datamodel';
import { type ColumnBlock, type IdentityClass, type SealedBlock, sealBlock } from '../../block/index.js';
import type { VersionedKey } from '../../keys/index.js';
import type { PersonState, StateChange } from '../person/person-state.js';
import type { IndexedBlock } from '../person/stored-block.js';
import { type Located, locate } from '../read/locate.js';
import type { EntryStore } from '../timeseries.js';
import { quarantineEntry, type Rejected } from '../upload/quarantine.js';
import { changeEntries } from './change-entries.js';
import { ChangeLog } from './change-log.js';
import { type Incoming, incomingEntry } from './incoming.js';
import { layOut } from './layout.js';
import { type Arrival, blockId, type SealAbout, sealArrivals, sealEntries } from './seal-entries.js';
import { type LongTermStore, storeOf } from './store-of.js';

/** Above this share of a block's entries, the block is written anew instead of being overlaid. */
const overlaidShare = 1 / 8;

/** A version that takes the place of all stored ones. */
interface Replacement {
  readonly versions: readonly Located[];
  readonly entry: Entry;
}

/** A commit in the making: collects what comes and goes, then seals it. Used once. */
export class Draft {
  /** Sequence that the commit will have. */
  readonly sequence: number;
  readonly #add: SealedBlock[] = [];
  readonly #removed = new Map<IndexedBlock, { readonly rows: Set<number>; readonly opened: ColumnBlock }>();
  readonly #rejected = new Map<string, Entry>();
  readonly #removedBlocks = new Set<IndexedBlock>();
  readonly #placed: Record<IdentityClass, Arrival[]> = { upload: [], id: [] };
  readonly #replaced = new Map<IndexedBlock, Replacement[]>();
  readonly #added: { readonly store: EntryStore; readonly entries: readonly Entry[] }[] = [];
  readonly #log = new ChangeLog();

  private constructor(
    private readonly state: PersonState,
    private readonly key: VersionedKey,
  ) {
    this.sequence = state.head.sequence + 1;
  }

  /** @throws SojournError `person-locked` */
  static async begin(state: PersonState): Promise<Draft> {
    return new Draft(state, await state.currentKey());
  }

  /** Adds entries that arrive now, as blocks of their own. */
  async add(
    entries: readonly Entry[],
    about: Omit<SealAbout, 'person' | 'commit' | 'store'> & { readonly store: EntryStore },
  ): Promise<void> {
    this.#added.push({ store: about.store, entries });
    await this.#seal(entries, about);
  }

  /** Adds a long-term entry to the store of its stream. */
  place(entry: Entry, identity: IdentityClass, arrival: number): void {
    this.placeIncoming(incomingEntry(entry), identity, arrival);
  }

  /** The same for an entry that may be a row of columns. */
  placeIncoming(incoming: Incoming, identity: IdentityClass, arrival: number): void {
    this.#placed[identity].push({ incoming, arrival });
    if (arrival !== this.sequence) this.#log.come(incoming, this.#storeOf(incoming.key));
  }

  /** Gives a stored entry new content. @param versions all of it that is stored, the one that counts first */
  replace(versions: readonly Located[], entry: Entry): void {
    const { block } = versions.at(-1)!;
    this.#noteReplaced(versions[0]!, entry);
    const known = this.#replaced.get(block);
    if (known) known.push({ versions, entry });
    else this.#replaced.set(block, [{ versions, entry }]);
  }

  /** Takes a whole block out. */
  removeBlock(block: IndexedBlock): void {
    this.#removedBlocks.add(block);
  }

  /** Takes a stored version of an entry out of its block. */
  remove(located: Located): void {
    this.#log.gone(located);
    this.#takeOut(located);
  }

  /** Takes rows of the usercache out that a run has converted. */
  drain(block: IndexedBlock, opened: ColumnBlock, rows: readonly number[]): void {
    if (rows.length === 0) return;
    this.#log.drained(block, opened, rows);
    if (rows.length === opened.count) {
      this.removeBlock(block);
      return;
    }
    const removed = this.#rowsOf(block, opened);
    for (const row of rows) removed.add(row);
  }

  #takeOut({ block, opened, row }: Located): void {
    this.#rowsOf(block, opened).add(row);
  }

  /** Rows that are taken out of a block. */
  #rowsOf(block: IndexedBlock, opened: ColumnBlock): Set<number> {
    let removed = this.#removed.get(block);
    if (!removed) {
      removed = { rows: new Set(), opened };
      this.#removed.set(block, removed);
    }
    return removed.rows;
  }

  /** Puts something into quarantine, unless it is there already. */
  reject(rejected: Rejected): void {
    const { id, keys, context } = this.state;
    const entry = quarantineEntry(rejected, id, keys.servicePurpose('quarantine'), context.clock());
    this.#rejected.set(entry._id.$oid, entry);
  }

  /** Puts entries that were made for quarantine there, unless they are there already. */
  addQuarantined(entries: readonly Entry[]): void {
    for (const entry of entries) this.#rejected.set(entry._id.$oid, entry);
  }

  /**
   * The change for `apply`, or undefined when nothing would change. Blocks that lost entries are written anew without
   * them, with everything else as it was.
   */
  async finish(): Promise<StateChange | undefined> {
    await this.#sealRejected();
    await this.#sealReplaced();
    for (const identity of ['upload', 'id'] as const) await this.#sealPlaced(identity);
    for (const [block, { rows, opened }] of this.#removed) {
      if (this.#removedBlocks.has(block)) continue;
      const rest = this.#without(block, opened, rows);
      if (rest) this.#add.push(rest);
    }
    const remove = [...new Set([...this.#removedBlocks, ...this.#removed.keys()])];
    await this.#sealLog();
    if (this.#add.length + remove.length === 0) return undefined;
    return { add: this.#add, remove, head: { sequence: this.sequence } };
  }

  async #sealPlaced(identity: IdentityClass): Promise<void> {
    for (const store of ['raw', 'analysis'] as const) {
      const { own, mixed } = layOut(
        this.#placed[identity].filter(({ incoming }) => this.#storeOf(incoming.key) === store),
      );
      for (const part of own) await this.#addArrivals(part, { store, identity });
      if (mixed.length > 0) await this.#addArrivals(mixed, { store, identity, effort: 'fast' });
    }
  }

  /** Few new versions of a block's entries overlay it; many are worth writing it anew. */
  async #sealReplaced(): Promise<void> {
    const overlaid = new Map<string, { about: Pick<SealAbout, 'store' | 'identity'>; arrivals: Arrival[] }>();
    for (const [block, replacements] of this.#replaced) {
      const { store, identity, count } = block.header;
      const name = `${store} ${identity}`;
      const overlay = overlaid.get(name) ?? { about: { store, identity }, arrivals: [] };
      overlaid.set(name, overlay);
      for (const { versions, entry } of replacements) {
        const { opened, row } = versions[0]!;
        const arrived = { incoming: incomingEntry(entry), arrival: opened.arrivals()[row]! };
        const sameStream = opened.strings('metadata.key')[row] === entry.metadata.key;
        const covers = sameStream && replacements.length <= count * overlaidShare;
        // What an older overlay holds of the entry, nobody needs any more.
        for (const version of covers ? versions.slice(0, -1) : versions) this.#takeOut(version);
        if (covers) overlay.arrivals.push(arrived);
        else if (store !== 'usercache') this.#placed[identity].push(arrived);
        else await this.#addArrivals([arrived], { store, identity, effort: 'fast' });
      }
    }
    for (const { about, arrivals } of overlaid.values()) {
      await this.#addArrivals(arrivals, { ...about, generation: this.sequence, effort: 'fast' });
    }
  }

  async #addArrivals(
    arrivals: readonly Arrival[],
    about: Omit<SealAbout, 'person' | 'commit'>,
  ): Promise<void> {
    this.#add.push(...(await sealArrivals(arrivals, this.#whole(about), this.key)));
  }

  /** A block whose entries are accounted for elsewhere. */
  async #seal(entries: readonly Entry[], about: Omit<SealAbout, 'person' | 'commit'>): Promise<void> {
    this.#add.push(...(await sealEntries(entries, this.#whole(about), this.key)));
  }

  #whole(about: Omit<SealAbout, 'person' | 'commit'>): SealAbout {
    return { ...about, person: this.state.id, commit: this.sequence };
  }

  /** What was done to entries that were there before, for those who ask what has changed. */
  async #sealLog(): Promise<void> {
    const records = this.#log.records(this.sequence, () => this.#fresh());
    if (records.length === 0) return;
    const { id, context } = this.state;
    const entries = changeEntries(records, id, context.clock());
    await this.#seal(entries, { store: 'changes', identity: 'id', effort: 'fast' });
  }

  /** Entries that arrive with this commit. */
  *#fresh(): Generator<{ readonly store: EntryStore; readonly incoming: Incoming }> {
    for (const { store, entries } of this.#added)
      for (const entry of entries) yield { store, incoming: incomingEntry(entry) };
    for (const { incoming, arrival } of [...this.#placed.upload, ...this.#placed.id]) {
      if (arrival === this.sequence) yield { store: this.#storeOf(incoming.key), incoming };
    }
  }

  #noteReplaced(located: Located, entry: Entry): void {
    const { store } = located.block.header;
    const next = this.#storeOf(entry.metadata.key);
    const moves = store !== 'usercache' && store !== next;
    const sameStream = located.opened.strings('metadata.key')[located.row] === entry.metadata.key;
    if (sameStream && !moves) {
      this.#log.replaced(located, entry);
      return;
    }
    this.#log.gone(located);
    this.#log.come(incomingEntry(entry), moves ? next : (store as EntryStore));
  }

  #storeOf(key: string): LongTermStore {
    return storeOf(key, this.state.context.streams);
  }

  async #sealRejected(): Promise<void> {
    if (this.#rejected.size === 0) return;
    const known = await locate(this.state, this.#rejected, ['quarantine']);
    const fresh = [...this.#rejected.values()].filter((entry) => !known.has(entry._id.$oid));
    await this.add(fresh, { store: 'quarantine', identity: 'id', effort: 'fast' });
  }

  #without(block: IndexedBlock, opened: ColumnBlock, rows: ReadonlySet<number>): SealedBlock | undefined {
    if (rows.size === opened.count) return undefined;
    const { header } = block;
    const kept = Array.from({ length: opened.count }, (_, row) => row).filter((row) => !rows.has(row));
    const arrivals = opened.arrivals();
    return sealBlock(
      kept.map((row) => opened.object(row)),
      {
        person: this.state.id,
        store: header.store,
        identity: header.identity,
        commit: header.commit,
        generation: header.generation,
        id: blockId(this.sequence),
        arrivals: kept.map((row) => arrivals[row]!),
        effort: header.store === 'usercache' ? 'fast' : 'small',
      },
      this.key,
    );
  }
}

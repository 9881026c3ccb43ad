import { type PersonId, SojournError } from '@sojourn/datamodel';
import { type Engine, isEmpty, type MovableEngine } from '../engine/index.js';
import { bringPerson, digestPerson, type PersonDigest } from './copy-person.js';
import { bringGlobalDocuments, sameGlobalDocuments } from './global-documents.js';
import { readMark, storeOf, writeMark } from './move-mark.js';

/** How far a move is. */
export interface MoveProgress {
  /** Copying while everything goes on; comparing; then, with writes waiting, the rest of both. */
  readonly step: 'copying' | 'comparing' | 'finishing';
  /** People who have been dealt with in this step. */
  readonly people: number;
  /** Copied so far. */
  readonly blocks: number;
  readonly bytes: number;
}

/** What a move has come to: all of it has been read back and compared. */
export interface MoveOutcome {
  readonly people: number;
  /** Live blocks of all people. */
  readonly blocks: number;
  readonly bytes: number;
  /** Documents that belong to nobody. */
  readonly documents: number;
  /** Seconds for which writes had to wait. */
  readonly pause: number;
}

export interface MoveOptions {
  readonly onProgress?: (progress: MoveProgress) => void;
  /** Milliseconds, for intervals. */
  readonly clock?: () => number;
  /** Ends the move; it can be taken up again. */
  readonly signal?: AbortSignal;
  /** Called when the store takes no more writes where it was; throws when another process may not have heard of it. */
  readonly assertAlone?: () => Promise<void>;
}

const pageSize = 100;
const peopleAtOnce = 8;
/** With so few people left who were written to meanwhile, writes may wait for the rest. */
const fewPeople = 20;
const mostRounds = 10;
const mostTries = 5;

/**
 * Moves a store to another engine while it is used. People are copied as they are, sealed, and again when they were
 * written to; everything is read back and compared. Then writes wait for a moment, until what has changed meanwhile is
 * there as well, and the store goes on in its new place. After a crash at any point the same call goes on with it: one
 * of the two engines is always whole, and only one of them ever takes writes.
 * @throws SojournError `store-not-empty`, `move-differs`, `block-damaged`
 */
export async function migrateStore(
  engine: MovableEngine,
  target: Engine,
  { onProgress = () => {}, clock = Date.now, signal, assertAlone = async () => {} }: MoveOptions = {},
): Promise<MoveOutcome> {
  const source = engine.current;
  const store = await claim(engine, target);
  const move = new Move(source, target, (progress) => {
    signal?.throwIfAborted();
    onProgress(progress);
  });
  const written = () => (source.capabilities.shared ? undefined : engine.takeWritten());
  written();
  await bringGlobalDocuments(source, target);
  let changed = await move.copy('copying');
  for (let round = 0; round < mostRounds && changed > fewPeople; round++) {
    changed = await move.copy('copying', written());
  }
  await move.compare('comparing');

  const begun = clock();
  const hadMoved = engine.moved;
  let decided = false;
  await engine.pause();
  try {
    // From here on nobody may write here, whatever happens to this process.
    await writeMark(source, { format: 1, direction: 'from', store });
    await assertAlone();
    const last = written();
    await move.copy('finishing', last);
    await move.compare('finishing', last);
    const documents = await bringGlobalDocuments(source, target);
    const differs = !(await sameGlobalDocuments(source, target));
    if (differs || (source.capabilities.shared && (await move.copy('finishing')) > 0)) {
      throw new SojournError('move-differs', { detail: 'something else writes to the store' });
    }
    // This is what ends the move. Should its outcome stay unknown, then neither engine is written to.
    decided = true;
    await writeMark(target, undefined);
    engine.moveTo(target);
    return { ...move.totals(), documents, pause: (clock() - begun) / 1000 };
  } catch (error) {
    if (decided) engine.moved = true;
    else if (!hadMoved) await writeMark(source, undefined);
    throw error;
  } finally {
    engine.resume();
  }
}

/**
 * Makes sure that the target is empty, or holds a part of this very store.
 * @returns which store it is
 * @throws SojournError `store-not-empty`, `store-moved` when it is there as a whole already
 */
async function claim({ current: source, moved }: MovableEngine, target: Engine): Promise<string> {
  const store = await storeOf(source);
  if (store === undefined) throw new SojournError('conflict', { detail: 'there is no store to move' });
  const mark = await readMark(target);
  if (mark?.direction === 'to' && mark.store === store) return store;
  if (moved && !mark && (await storeOf(target)) === store) throw new SojournError('store-moved');
  if (mark || !(await isEmpty(target))) throw new SojournError('store-not-empty');
  await writeMark(target, { format: 1, direction: 'to', store });
  return store;
}

/** People on their way from one engine to another. */
class Move {
  /** Versions in which people have been compared, with what they hold. */
  readonly #compared = new Map<PersonId, PersonDigest>();
  #blocks = 0;
  #bytes = 0;

  constructor(
    private readonly source: Engine,
    private readonly target: Engine,
    private readonly onProgress: (progress: MoveProgress) => void,
  ) {}

  /**
   * @param people those who may have been written to; default: everybody, those who were erased included
   * @returns how many were not there yet as they are
   */
  async copy(step: MoveProgress['step'], people?: Iterable<PersonId>): Promise<number> {
    let changed = 0;
    let done = 0;
    const bring = async (person: PersonId) => {
      const copied = await bringPerson(this.source, this.target, person);
      if (copied) changed++;
      this.#blocks += copied?.blocks ?? 0;
      this.#bytes += copied?.bytes ?? 0;
      this.#tell(step, ++done);
    };
    await forEach(people ?? everybody(this.source), bring);
    if (people) return changed;
    await forEach(everybody(this.target), async (person) => {
      if (!(await this.source.readHead(person))) await bring(person);
    });
    return changed;
  }

  /**
   * Reads people back. Those who are written to meanwhile are copied again; they may be left out while writes go on.
   * @param people default: everybody who has not been compared as they are now
   * @throws SojournError `move-differs`
   */
  async compare(step: MoveProgress['step'], people?: Iterable<PersonId>): Promise<void> {
    let done = 0;
    await forEach(people ?? everybody(this.target), async (person) => {
      const equal = await this.#compareOne(person);
      if (!equal && step === 'finishing')
        throw new SojournError('move-differs', { detail: `person ${person}` });
      this.#tell(step, ++done);
    });
  }

  totals(): { readonly people: number; readonly blocks: number; readonly bytes: number } {
    const total = { people: this.#compared.size, blocks: 0, bytes: 0 };
    for (const { blocks, bytes } of this.#compared.values()) {
      total.blocks += blocks;
      total.bytes += bytes;
    }
    return total;
  }

  /** @returns false when the person was written to all the time */
  async #compareOne(person: PersonId): Promise<boolean> {
    for (let tries = 0; tries < mostTries; tries++) {
      const head = await this.target.readHead(person);
      if (head && this.#compared.get(person)?.version === head.version) return true;
      const there = head && (await digestPerson(this.target, person));
      const here = await digestPerson(this.source, person);
      if (!here && !there) {
        this.#compared.delete(person);
        return true;
      }
      if (here && here.version === there?.version) {
        if (here.digest !== there.digest)
          throw new SojournError('move-differs', { detail: `person ${person}` });
        this.#compared.set(person, there);
        return true;
      }
      await bringPerson(this.source, this.target, person);
    }
    return false;
  }

  #tell(step: MoveProgress['step'], people: number): void {
    this.onProgress({ step, people, blocks: this.#blocks, bytes: this.#bytes });
  }
}

async function* everybody(engine: Engine): AsyncGenerator<PersonId> {
  for (let after: PersonId | undefined; ; ) {
    const page = await engine.people(after, pageSize);
    yield* page;
    if (page.length < pageSize) return;
    after = page.at(-1);
  }
}

/** Does something for people, several at a time. */
async function forEach(
  people: Iterable<PersonId> | AsyncIterable<PersonId>,
  work: (person: PersonId) => Promise<void>,
): Promise<void> {
  let together: Promise<void>[] = [];
  for await (const person of people) {
    together.push(work(person));
    if (together.length < peopleAtOnce) continue;
    await Promise.all(together);
    together = [];
  }
  await Promise.all(together);
}

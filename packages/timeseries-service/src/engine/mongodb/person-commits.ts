import { type PersonId, SojournError } from '@sojourn/datamodel';
import type { EngineChange } from '../engine.js';
import type { BackgroundWork } from './background-work.js';
import type { DocumentDatabase } from './document-database.js';
import { type HeadDocument, remembered } from './head-document.js';
import { collectGarbage, removeAll, removeAttempt, sweep } from './leftovers.js';
import type { PersonIndex } from './person-index.js';
import type { PersonIndexes } from './person-indexes.js';
import { type CommitPlan, planCommit } from './plan-commit.js';
import { everyPerson, newAttempt } from './refs.js';

/**
 * Changes persons without transactions. Everything new is written first, under names that nobody has used and nobody
 * will use again; then the head that leads to it takes the place of the head that the change was made from, if that one
 * is still there. What no head leads to does not exist, so that a crash, a lost answer or a late arrival at any point
 * leaves nothing but documents to sweep up.
 */
export class PersonCommits {
  /** Names this engine among all that work on the database. */
  readonly #writer = newAttempt();
  /** Persons for whom an attempt of this engine may have left something. */
  readonly #untidy = new Set<PersonId>();

  constructor(
    private readonly database: DocumentDatabase,
    private readonly indexes: PersonIndexes,
    private readonly background: BackgroundWork,
  ) {}

  /** @throws SojournError `commit-conflict`; `service-unavailable` when nobody can tell whether it took place */
  async commit(person: PersonId, change: EngineChange): Promise<number> {
    const index = await this.#expected(person, change.expectVersion);
    const version = change.version ?? (change.expectVersion ?? 0) + 1;
    const attempt = newAttempt();
    const plan = planCommit(person, index, change, version, { attempt, writer: this.#writer });
    try {
      await Promise.all([
        this.database.add('blocks', plan.blocks),
        this.database.add('documents', plan.documents),
        this.database.add('pages', plan.pages),
      ]);
      const outcome = await this.#exchange(index?.head, plan.next.head);
      if (outcome === 'unknown') {
        throw new SojournError('service-unavailable', { detail: 'the outcome of the change is not known' });
      }
      if (outcome === 'failed') {
        this.background.start(() => removeAttempt(this.database, person, plan));
        throw new SojournError('commit-conflict');
      }
    } catch (error) {
      this.#untidy.add(person);
      this.indexes.forget(person);
      throw error;
    }
    this.#finish(index, plan);
    return version;
  }

  /** Takes a person back: what remains is a head that leads to nothing and keeps late arrivals out. */
  async erase(person: PersonId): Promise<void> {
    for (;;) {
      const head = await this.indexes.readHead(person);
      if (head?.removed) break;
      // Noted first, so that whoever opens the store next finishes what a crash interrupts.
      await this.database.add('erasures', [{ _id: person, person }]);
      const state = newAttempt();
      const number = (head?.number ?? 0) + 1;
      // Also where there is no head: the first one may be on its way, without anybody waiting for it any more.
      const empty: HeadDocument = {
        ...{ _id: person, person, version: head?.version ?? 0, swept: head?.swept ?? 0 },
        ...{ state, removed: new Date(), number, erased: number, writer: this.#writer },
        ...{ bytes: new Uint8Array(), pages: [], changes: [], documents: [], garbage: [] },
        recent: [state, ...(head?.recent ?? [])].slice(0, remembered),
      };
      if ((await this.#exchange(head, empty)) === 'done') break;
    }
    this.indexes.forget(person);
    await this.#purge(person);
  }

  /** Finishes erasures that were interrupted. */
  async finishErasures(): Promise<void> {
    for (const person of await this.database.present('erasures', everyPerson, 1000)) {
      await this.#purge(person);
    }
  }

  async #purge(person: PersonId): Promise<void> {
    const head = await this.indexes.readHead(person);
    if (!head || head.erased === 0) return;
    await removeAll(this.database, person, head.erased);
    await this.database.remove('erasures', person, [person]);
  }

  /** What a change is made from. @throws SojournError `commit-conflict` when it is something else by now */
  async #expected(person: PersonId, version: number | null): Promise<PersonIndex | undefined> {
    const known = this.indexes.known(person);
    if (known && version !== null && known.head.version === version) return known;
    const index = await this.indexes.read(person);
    if ((index && !index.head.removed ? index.head.version : null) !== version)
      throw new SojournError('commit-conflict');
    return index;
  }

  /**
   * The commit itself, also when the answer got lost at first. Its outcome is unknown when so many others came after it
   * that the head does not remember it any more: what it wrote may be live, and is left to the next sweep.
   */
  async #exchange(
    before: HeadDocument | undefined,
    head: HeadDocument,
  ): Promise<'done' | 'failed' | 'unknown'> {
    const done = before
      ? await this.database.replace('heads', head, before.state)
      : await this.database.create('heads', head);
    if (done) return 'done';
    const now = await this.indexes.readHead(head.person);
    if (now?.recent.includes(head.state)) return 'done';
    return now && now.number - head.number >= remembered ? 'unknown' : 'failed';
  }

  #finish(before: PersonIndex | undefined, { next }: CommitPlan): void {
    const { person, head } = next;
    this.indexes.keep(next);
    const takenOver = before !== undefined && before.head.writer !== this.#writer;
    const mustSweep = takenOver || this.#untidy.delete(person);
    if (!mustSweep && head.garbage.length === 0) return;
    this.background.start(async () => {
      await collectGarbage(this.database, next);
      if (mustSweep) {
        this.#untidy.add(person);
        await sweep(this.database, next);
        this.#untidy.delete(person);
      }
      this.indexes.noteTidied(person, head.garbage, mustSweep ? head.number : 0);
    });
  }
}

import { setImmediate } from 'node:timers/promises';
import { type Entry, isSojournError, nobody, type PersonId, SojournError } from '@sojourn/datamodel';
import { openBytes, sealBytes } from '../keys/index.js';
import { type FrameQuery, frameOf } from './frame/index.js';
import type { StoreContext } from './person/context.js';
import type { People } from './person/people.js';
import type { PersonState } from './person/person-state.js';
import type { EntryQuery, ResultPage } from './query.js';
import { countMatches } from './read/count.js';
import { findEntry } from './read/entry.js';
import { hashOf } from './read/page-cursor.js';
import { planRead, type ReadPlan } from './read/plan.js';
import { PersonResult } from './read/result-stream.js';

/** One page of everybody's entries. */
export interface EverybodysPage extends ResultPage {
  /** People who were passed over because their data is locked. */
  readonly locked: readonly PersonId[];
}

/**
 * Everybody's entries: ordered within each person, one person after the other. People whose data is locked are passed
 * over and named; those whose head is damaged are reported elsewhere.
 */
export interface EverybodysTimeseries {
  /**
   * One page. A cursor belongs to the query; of each person it shows what was there when their first page was read.
   * @throws SojournError `cursor-invalid`
   */
  page(query: EntryQuery, size: number, cursor?: string): Promise<EverybodysPage>;
  count(query: EntryQuery): Promise<{ readonly count: number; readonly locked: readonly PersonId[] }>;
  /** People who have a match. */
  peopleWith(
    query: EntryQuery,
  ): Promise<{ readonly people: readonly PersonId[]; readonly locked: readonly PersonId[] }>;
  /** The entry with an `_id`, whoever it belongs to. */
  entry(id: string, key?: string): Promise<Entry | undefined>;
  /** The entries of one stream as one table. */
  frame(query: FrameQuery): AsyncIterable<Uint8Array>;
}

/** People who are looked through for one page; with few matches it ends early. */
const mostPeople = 1000;
const listed = 100;

/** Where a page begins: behind a person, or within their entries. */
interface Place {
  readonly person: PersonId;
  readonly within: string | null;
}

export class EverybodysSeries implements EverybodysTimeseries {
  constructor(
    private readonly people: People,
    private readonly context: StoreContext,
  ) {}

  async page(query: EntryQuery, size: number, cursor?: string): Promise<EverybodysPage> {
    const plan = planRead(query);
    const begin = cursor === undefined ? undefined : this.#read(cursor, plan);
    const chunks: Uint8Array[] = [];
    const locked: PersonId[] = [];
    let count = 0;
    let seen = 0;
    for await (const id of this.#ids(begin)) {
      const state = await this.#state(id, locked);
      const within = id === begin?.person ? (begin.within ?? undefined) : undefined;
      if (state) {
        const result = new PersonResult(async () => state, query);
        const page = await result.page(size - count, within);
        if (count > 0 && page.count > 0) chunks.push(Buffer.from(','));
        chunks.push(...page.chunks);
        count += page.count;
        if (page.cursor !== null) {
          return { chunks, count, locked, cursor: this.#write({ person: id, within: page.cursor }, plan) };
        }
      }
      if (count === size || ++seen === mostPeople) {
        return { chunks, count, locked, cursor: this.#write({ person: id, within: null }, plan) };
      }
    }
    return { chunks, count, locked, cursor: null };
  }

  async count(query: EntryQuery): Promise<{ readonly count: number; readonly locked: readonly PersonId[] }> {
    const plan = planRead(query);
    const locked: PersonId[] = [];
    let count = 0;
    for await (const state of this.#states(locked)) count += await countMatches(state, plan);
    return { count, locked };
  }

  async peopleWith(
    query: EntryQuery,
  ): Promise<{ readonly people: readonly PersonId[]; readonly locked: readonly PersonId[] }> {
    const plan = planRead(query);
    const locked: PersonId[] = [];
    const people: PersonId[] = [];
    for await (const state of this.#states(locked)) {
      if ((await countMatches(state, plan)) > 0) people.push(state.id);
    }
    return { people, locked };
  }

  async entry(id: string, key?: string): Promise<Entry | undefined> {
    for await (const state of this.#states([])) {
      const entry = await findEntry(state, id, key);
      if (entry) return entry;
    }
    return undefined;
  }

  frame(query: FrameQuery): AsyncIterable<Uint8Array> {
    return frameOf(() => this.#states([]), query, this.context.streams);
  }

  /** People whose data can be read now. @param locked takes the others */
  async *#states(locked: PersonId[]): AsyncGenerator<PersonState> {
    for await (const id of this.#ids()) {
      const state = await this.#state(id, locked);
      if (state) yield state;
      await setImmediate();
    }
  }

  async *#ids(begin?: Place): AsyncGenerator<PersonId> {
    if (begin && begin.within !== null) yield begin.person;
    for (let last = begin?.person; ; ) {
      const ids = await this.context.engine.people(last, listed);
      for (const id of ids) if (id !== nobody) yield id;
      if (ids.length < listed) return;
      last = ids.at(-1);
    }
  }

  async #state(id: PersonId, locked: PersonId[]): Promise<PersonState | undefined> {
    try {
      const state = await this.people.get(id);
      if (!state.keys.locked) return state;
      locked.push(id);
    } catch (error) {
      const expected = isSojournError(error) && ['head-damaged', 'person-unknown'].includes(error.code);
      if (!expected) throw error;
      if (error.code === 'head-damaged') this.context.onDamage(id, { code: 'head-damaged' });
    }
    return undefined;
  }

  #write(place: Place, plan: ReadPlan): string {
    const text = Buffer.from(JSON.stringify([place.person, place.within]));
    return sealBytes(this.context.keys.purpose('cursor'), contextOf(plan), text).toString('base64url');
  }

  #read(cursor: string, plan: ReadPlan): Place {
    const bytes = Buffer.from(cursor, 'base64url');
    const plain = openBytes(this.context.keys.purpose('cursor'), contextOf(plan), bytes);
    if (!plain) throw new SojournError('cursor-invalid');
    const [person, within] = JSON.parse(plain.toString()) as [PersonId, string | null];
    return { person, within };
  }
}

function contextOf(plan: ReadPlan): string {
  return `sojourn/cursor/everybody/1/${hashOf(plan)}`;
}

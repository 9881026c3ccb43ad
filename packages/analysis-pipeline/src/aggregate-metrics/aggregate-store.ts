import { createHash } from 'node:crypto';
import type { PersonId } from '@sojourn/datamodel';
import type { DocumentCollection, Documents, ServiceClient } from '@sojourn/datamodel/client';
import type { DaySummary } from '../results/index.js';
import type { DayPrints } from './day-prints.js';

/** What was known of a person's trips when they were last counted; sealed with the person's own key. */
export interface CountedPerson {
  /** The person's sequence at that time. */
  readonly sequence: number;
  readonly days: DayPrints;
}

const personDocument = 'counted-days';

/** The summaries of everybody's days, a month a document. They hold sums alone. */
export class AggregateStore {
  readonly #months: DocumentCollection;
  readonly #state: DocumentCollection;

  constructor(store: Pick<ServiceClient, 'documents'>) {
    this.#months = store.documents('aggregate-metrics');
    this.#state = store.documents('aggregate-state');
  }

  /** The summaries of the months that dates lie in. @param start date as text, or the beginning of one */
  async read(start: string, end: string): Promise<DaySummary[]> {
    const found: DaySummary[] = [];
    const last = end.slice(0, 7);
    for (let after = monthBefore(start); ; ) {
      const page = await this.#months.page(after === undefined ? {} : { after });
      for (const { name, value } of page.documents) {
        // A year as the last date means all of its months.
        if (name.slice(0, last.length) > last) return found;
        found.push(...(value as readonly DaySummary[]));
      }
      if (page.next === null) return found;
      after = page.next;
    }
  }

  /** All days of which there is a summary. */
  async days(): Promise<Set<string>> {
    return new Set((await this.read('', '9999')).map(({ date }) => date));
  }

  /** Puts summaries in the place of those of some days; a day without any is forgotten. */
  async replace(days: ReadonlySet<string>, summaries: readonly DaySummary[]): Promise<void> {
    for (const month of new Set([...days].map((day) => day.slice(0, 7)))) {
      const kept = ((await this.#months.get(month))?.value ?? []) as readonly DaySummary[];
      const next = [
        ...kept.filter(({ date }) => !days.has(date)),
        ...summaries.filter(({ date }) => date.startsWith(month)),
      ].sort(inOrder);
      if (next.length === 0) await this.#months.remove(month);
      else await this.#months.put(month, next);
    }
  }

  /** Whether the summaries are of other people than these, or made on another basis. */
  async isOfOthers(people: readonly PersonId[], basis: string): Promise<boolean> {
    return ((await this.#state.get('people'))?.value ?? printOf([], basis)) !== printOf(people, basis);
  }

  async setPeople(people: readonly PersonId[], basis: string): Promise<void> {
    await this.#state.put('people', printOf(people, basis));
  }
}

/** @throws SojournError `person-locked` */
export async function countedPerson(documents: Documents): Promise<CountedPerson | undefined> {
  return (await documents.get(personDocument))?.value as CountedPerson | undefined;
}

/** @throws SojournError `person-locked` */
export async function setCounted(documents: Documents, counted: CountedPerson): Promise<void> {
  await documents.put(personDocument, counted);
}

/** The name of the month before that of a date, after which a list can begin; undefined for all months. */
function monthBefore(date: string): string | undefined {
  const [, year, month = '01'] = /^(\d{4})(?:-(\d{2}))?/.exec(date) ?? [];
  if (year === undefined || Number(year) === 0) return undefined;
  const [before, number] = month <= '01' ? [Number(year) - 1, 12] : [Number(year), Number(month) - 1];
  return `${String(before).padStart(4, '0')}-${String(number).padStart(2, '0')}`;
}

function inOrder(left: DaySummary, right: DaySummary): number {
  const [one, other] = [`${left.metric} ${left.date}`, `${right.metric} ${right.date}`];
  return one < other ? -1 : one > other ? 1 : 0;
}

function printOf(people: readonly PersonId[], basis: string): string {
  return createHash('sha256')
    .update([...people].sort().join(' '))
    .update(`\n${basis}`)
    .digest('hex');
}

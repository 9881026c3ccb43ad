import { isSojournError } from '@sojourn/datamodel';
import type { DocumentCollection, ServiceClient } from '@sojourn/datamodel/client';
import { hasEnded, type JobRecord } from './job-record.js';

/** A record and the number of the write that made it what it is. */
export interface StoredJob {
  readonly version: number;
  readonly record: JobRecord;
}

/** Jobs from the newest to the oldest. */
export interface JobPage {
  readonly records: readonly JobRecord[];
  /** Id after which the next page begins; null after the last. */
  readonly next: string | null;
}

/**
 * The records of all jobs. Those that have not ended are in a collection of their own, which stays small; at the end a
 * record is written to the collection of ended ones before it leaves the first, so that it is always in one of them.
 */
export class JobStore {
  readonly #open: DocumentCollection;
  readonly #ended: DocumentCollection;

  constructor(store: Pick<ServiceClient, 'documents'>) {
    this.#open = store.documents('jobs-open');
    this.#ended = store.documents('jobs-ended');
  }

  async get(id: string): Promise<JobRecord | undefined> {
    return (await this.getOpen(id))?.record ?? ((await this.#ended.get(id))?.value as JobRecord | undefined);
  }

  async getOpen(id: string): Promise<StoredJob | undefined> {
    const document = await this.#open.get(id);
    return document && { version: document.version, record: document.value as JobRecord };
  }

  /**
   * Writes a record that has not ended.
   * @param expectVersion null for a new job
   * @returns the new version, or undefined when somebody else has written meanwhile
   */
  async write(record: JobRecord, expectVersion: number | null): Promise<number | undefined> {
    try {
      return (await this.#open.put(record.id, record, expectVersion)).version;
    } catch (error) {
      if (isSojournError(error) && error.code === 'version-conflict') return undefined;
      throw error;
    }
  }

  /** Moves a record that says how the job ended to the others that have. Doing it twice does no harm. */
  async settle(record: JobRecord): Promise<void> {
    await this.#ended.put(record.id, record);
    await this.#open.remove(record.id);
  }

  /** Removes a job that has ended, if there is one. */
  async removeEnded(id: string): Promise<void> {
    await this.#ended.remove(id);
  }

  /** Jobs that have not ended, the oldest first. */
  async open(): Promise<StoredJob[]> {
    const found: StoredJob[] = [];
    for await (const { version, value } of this.#open.list()) {
      found.push({ version, record: value as JobRecord });
    }
    return found.reverse();
  }

  /** Jobs after a given one, both those that have ended and those that have not. */
  async page(after: string | undefined, limit: number): Promise<JobPage> {
    const range = { limit, ...(after === undefined ? {} : { after }) };
    // In this order: what ends in between is found twice, not missed.
    const open = await this.#open.page(range);
    const ended = await this.#ended.page(range);
    const byId = new Map<string, JobRecord>();
    for (const { name, value } of [...open.documents, ...ended.documents]) byId.set(name, value as JobRecord);
    const ids = [...byId.keys()].sort();
    const records = ids.slice(0, limit).map((id) => byId.get(id)!);
    const isLast = ids.length <= limit && open.next === null && ended.next === null;
    return { records, next: isLast ? null : (records.at(-1)?.id ?? null) };
  }

  /** Removes jobs that ended long ago. @param before an id; @returns how many */
  async removeEndedAfter(before: string): Promise<number> {
    let removed = 0;
    let after = before;
    for (;;) {
      const { documents, next } = await this.#ended.page({ after, limit: 1000 });
      for (const { name, value } of documents) {
        if (!hasEnded(value as JobRecord)) continue;
        await this.#ended.remove(name);
        removed++;
      }
      if (next === null) return removed;
      after = next;
    }
  }
}

import type { PersonId } from '@sojourn/datamodel';
import type { People } from '../person/people.js';
import type { PersonState } from '../person/person-state.js';
import type { PutOptions, PutOutcome, UploadItem } from '../timeseries.js';
import type { PutRequest } from './put.js';

interface Waiting extends PutRequest {
  readonly resolve: (outcome: PutOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/** Carries out requests with one commit. @returns one outcome a request */
export type PutTogether = (state: PersonState, requests: readonly PutRequest[]) => Promise<PutOutcome[]>;

/** Most elements that are put with one commit, unless a single request has more. */
const mostItems = 5000;

/** Uploads of a person that come while another one is being written share the next commit and its flush. */
export class PutQueue {
  readonly #waiting = new Map<PersonId, Waiting[]>();

  constructor(
    private readonly people: People,
    private readonly putTogether: PutTogether,
  ) {}

  put(person: PersonId, items: readonly UploadItem[], options: PutOptions): Promise<PutOutcome> {
    return new Promise((resolve, reject) => {
      const request = { items, options, resolve, reject };
      const waiting = this.#waiting.get(person);
      if (waiting) {
        waiting.push(request);
        return;
      }
      this.#waiting.set(person, [request]);
      void this.#drain(person);
    });
  }

  async #drain(person: PersonId): Promise<void> {
    for (;;) {
      let together: Waiting[] = [];
      try {
        await this.people.exclusive(person, async (state) => {
          // Work that begins anew is still about the same requests.
          if (together.length === 0) together = this.#take(person);
          if (together.length === 0) return;
          const outcomes = await this.putTogether(state, together);
          for (const [index, { resolve }] of together.entries()) resolve(outcomes[index]!);
        });
      } catch (error) {
        if (together.length === 0) together = this.#take(person);
        for (const { reject } of together) reject(error);
      }
      if (this.#waiting.get(person)!.length === 0) {
        this.#waiting.delete(person);
        return;
      }
    }
  }

  #take(person: PersonId): Waiting[] {
    const waiting = this.#waiting.get(person)!;
    let count = 0;
    let items = 0;
    for (const request of waiting) {
      items += request.items.length;
      if (count > 0 && items > mostItems) break;
      count++;
    }
    return waiting.splice(0, count);
  }
}

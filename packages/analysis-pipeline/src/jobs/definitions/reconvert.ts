import { isSojournError, type PersonId } from '@sojourn/datamodel';
import { z } from 'zod';
import { defineJob } from '../define-job.js';
import { sideBySide } from '../side-by-side.js';

/** What keeps one person out, and nobody else. A run of somebody else takes what is released along. */
const ownTroubles: ReadonlySet<string> = new Set([
  'person-locked',
  'not-found',
  'head-damaged',
  'block-damaged',
  'run-in-progress',
]);

/** Tries everybody's quarantine again: asked for by the service itself when its release is a new one. */
export const reconvert = defineJob({
  name: 'reconvert',
  description: 'Try again to convert what is in quarantine, of everybody',
  parameters: z.object({}),
  roles: ['operator'],
  async run({ store, run, threads, progress, signal }) {
    const ids: PersonId[] = [];
    for await (const { id, locked } of store.people()) if (!locked) ids.push(id);
    const sums = { tried: 0, released: 0 };
    let done = 0;
    await sideBySide(ids, threads * 2, async (person) => {
      signal.throwIfAborted();
      try {
        const { tried, released } = await store.person(person).releaseQuarantine();
        sums.tried += tried;
        sums.released += released;
        if (released > 0) await run({ person });
      } catch (error) {
        if (!isSojournError(error) || !ownTroubles.has(error.code)) throw error;
      }
      progress('people', ++done, ids.length);
    });
    return { people: ids.length, ...sums };
  },
});

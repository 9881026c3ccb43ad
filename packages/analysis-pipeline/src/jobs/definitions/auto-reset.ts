import type { PersonId } from '@sojourn/datamodel';
import { z } from 'zod';
import { autoResetTime, type ResetResult, resetPerson, stuckAfter } from '../../reset/index.js';
import { remoteStore } from '../../runner/index.js';
import { defineJob, type JobContext } from '../define-job.js';
import { errorOf } from '../job-failure.js';
import { sideBySide } from '../side-by-side.js';

/** People who are looked at at a time. */
const peopleAtOnce = 4;
/** How many people an outcome names; the rest is only counted. */
const mostNamed = 100;
/** Seconds for which the lease of a run that is stuck is held until it is given back. */
const briefly = 60;

type Context = JobContext<Record<string, never>>;

/** Frees people whose run neither ends nor dies: the run loses its lease, and what was derived since is taken back. */
export const autoReset = defineJob({
  name: 'auto-reset',
  description:
    'Free people whose run has been going on for more than six hours: it is ended, and what was derived since three hours before it began is taken back',
  parameters: z.object({}),
  roles: ['operator'],
  async run(context) {
    const { store, signal, progress } = context;
    const people: PersonId[] = [];
    for await (const { id } of store.people()) people.push(id);
    const reset: ({ person: PersonId; time: number } & Pick<ResetResult, 'extent' | 'removed'>)[] = [];
    const failed: { person: PersonId; code: string }[] = [];
    let [resets, failures, done] = [0, 0, 0];
    await sideBySide(people, peopleAtOnce, async (person) => {
      signal.throwIfAborted();
      try {
        const outcome = await resetIfStuck(person, context);
        if (outcome !== undefined) {
          resets++;
          if (reset.length < mostNamed) reset.push({ person, ...outcome });
        }
      } catch (error) {
        const { code } = errorOf(error);
        // Erased since they were listed: not to be named any more.
        if (code !== 'not-found') {
          failures++;
          if (failed.length < mostNamed) failed.push({ person, code });
        }
      }
      progress('people', ++done, people.length);
    });
    return { people: people.length, resets, reset, failures, failed };
  },
});

async function resetIfStuck(person: PersonId, { work, store, clock }: Context) {
  const client = store.person(person);
  const time = autoResetTime((await client.states()).states, clock() / 1000);
  if (time === undefined) return undefined;
  const { fence } = await client.takeOverLease(work, briefly, stuckAfter);
  await client.releaseLease(fence);
  const { extent, removed } = await resetPerson(time, { store: remoteStore(client), owner: work });
  return { time, extent, removed };
}

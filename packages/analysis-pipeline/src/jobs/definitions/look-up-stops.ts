import type { PersonId } from '@sojourn/datamodel';
import { personIdShape } from '@sojourn/datamodel/http';
import { z } from 'zod';
import { resetPerson } from '../../reset/index.js';
import { remoteStore } from '../../runner/index.js';
import { modePredictionKey, purgedUpTo, type StageStates } from '../../stages/index.js';
import { defineJob, type JobContext } from '../define-job.js';

const parameters = z.object({ person: personIdShape });

/** What becomes of a person's rides. */
interface Outcome {
  /** Rides about which no stops could be looked up before. */
  readonly before: number;
  /** Those of them, and of what follows, about which none could be looked up now either. */
  readonly after: number;
}

/**
 * Derives a person's diary again from the first ride on about which no transit stops could be looked up, because a
 * server did not answer or a file was not there. What people said stays with their trips.
 */
export const lookUpStops = defineJob({
  name: 'look-up-stops',
  description: 'Tell the modes of rides again about which no transit stops could be looked up',
  parameters,
  roles: ['participant', 'operator'],
  async run(context): Promise<Outcome> {
    const { store, run, progress, signal } = context;
    const { person } = context.parameters;
    const missed = await missedRides(person, context);
    if (missed.length === 0) return { before: 0, after: 0 };
    signal.throwIfAborted();
    await resetPerson(Math.min(...missed), {
      store: remoteStore(store.person(person)),
      owner: `job ${context.id}`,
    });
    await run({ person }, { onStage: ({ stage }) => progress(stage, 1, 1) });
    return { before: missed.length, after: (await missedRides(person, context)).length };
  },
});

/** When the rides started; without those whose points have left the store, which nothing can be derived from. */
async function missedRides(id: PersonId, { store }: Pick<JobContext<unknown>, 'store'>): Promise<number[]> {
  const person = store.person(id);
  const since = purgedUpTo((await person.states()).states as StageStates) ?? Number.NEGATIVE_INFINITY;
  const starts: number[] = [];
  for await (const predictions of person.streamEntries({ keys: [modePredictionKey] })) {
    for (const { data } of predictions) {
      if (data.transit_stops !== undefined && (data.start_ts as number) > since) {
        starts.push(data.start_ts as number);
      }
    }
  }
  return starts;
}

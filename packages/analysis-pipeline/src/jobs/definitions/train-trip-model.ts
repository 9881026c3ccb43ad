import { randomFillSync } from 'node:crypto';
import { isSojournError, type PersonId } from '@sojourn/datamodel';
import type { PersonClient } from '@sojourn/datamodel/client';
import { personIdShape } from '@sojourn/datamodel/http';
import { createObjectIdSource } from '@sojourn/datamodel/wire';
import { z } from 'zod';
import { remoteStore } from '../../runner/index.js';
import { confirmedTripKey } from '../../stages/index.js';
import { type TrainingResult, trainPerson } from '../../trip-model-training/index.js';
import { defineJob, type JobContext } from '../define-job.js';
import { errorOf } from '../job-failure.js';
import { sideBySide } from '../side-by-side.js';

const parameters = z.object({
  person: personIdShape.optional().meta({ description: 'Default everybody whose trips have changed since' }),
});

/** People whose models are trained at a time. */
const peopleAtOnce = 2;
/** How many people an outcome names; the rest is only counted. */
const mostNamed = 100;
/** Where is kept up to which sequence a person's data has been learnt from. */
const markDocument = 'trip-model-trained';

type Context = JobContext<z.output<typeof parameters>>;

/** Learns from labelled trips how people will label their next ones. */
export const trainTripModel = defineJob({
  name: 'train-trip-model',
  description: 'Learn from labelled trips how trips between the same places will be labelled',
  parameters,
  roles: ['participant', 'operator'],
  async run(context) {
    const { person } = context.parameters;
    if (person !== undefined) {
      const { outcome, bins, trips } = await train(person, context);
      return { outcome, bins, trips };
    }
    return await trainEverybody(context);
  },
});

async function trainEverybody(context: Context): Promise<object> {
  const { store, signal, progress } = context;
  const outcomes: Record<TrainingResult['outcome'] | 'unchanged' | 'locked' | 'gone', number> = {
    ...{ trained: 0, 'no-labelled-trips': 0, 'too-few-trips': 0, unchanged: 0, locked: 0, gone: 0 },
  };
  const failed: { person: PersonId; code: string }[] = [];
  let failures = 0;
  const people = [];
  for await (const summary of store.people()) people.push(summary);
  let done = 0;
  await sideBySide(people, peopleAtOnce, async ({ id, sequence, locked }) => {
    signal.throwIfAborted();
    try {
      if (locked) outcomes.locked++;
      else if (!(await hasNewTrips(store.person(id), sequence))) outcomes.unchanged++;
      else outcomes[(await train(id, context)).outcome]++;
    } catch (error) {
      const { code } = errorOf(error);
      // Erased since they were listed: not to be named any more.
      if (code === 'not-found') outcomes.gone++;
      else {
        failures++;
        if (failed.length < mostNamed) failed.push({ person: id, code });
      }
    }
    progress('people', ++done, people.length);
  });
  return { ...outcomes, failures, failed };
}

/** Whether trips have changed since a person's model was last trained. */
async function hasNewTrips(person: PersonClient, sequence: number): Promise<boolean> {
  const mark = (await person.documents.get(markDocument))?.value as number | undefined;
  if (mark === undefined) return true;
  if (mark === sequence) return false;
  try {
    const { sequence: seen, changes } = await person.changes(mark);
    // A change without a name is one of a block that cannot be read.
    if (changes.some(({ key }) => key === confirmedTripKey || key === '')) return true;
    await person.documents.put(markDocument, seen);
    return false;
  } catch (error) {
    if (isSojournError(error) && error.code === 'sequence-unknown') return true;
    throw error;
  }
}

async function train(id: PersonId, { store, settings, clock }: Context): Promise<TrainingResult> {
  const person = store.person(id);
  const result = await trainPerson({
    store: remoteStore(person),
    settings,
    clock,
    createId: createObjectIdSource(clock, randomFillSync),
    owner: `training ${process.pid}`,
  });
  await person.documents.put(markDocument, result.sequence);
  return result;
}

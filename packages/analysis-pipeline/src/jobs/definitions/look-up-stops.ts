import { randomFillSync } from 'node:crypto';
import type { PersonId } from '@sojourn/datamodel';
import type { PersonClient } from '@sojourn/datamodel/client';
import { personIdShape } from '@sojourn/datamodel/http';
import { createObjectIdSource } from '@sojourn/datamodel/wire';
import { z } from 'zod';
import { missedRides, noteMissed, retellRides } from '../../missed-stops/index.js';
import { remoteStore } from '../../runner/index.js';
import { defineJob, type JobContext } from '../define-job.js';
import { errorOf } from '../job-failure.js';
import { sideBySide } from '../side-by-side.js';

const parameters = z.object({
  person: personIdShape.optional().meta({ description: 'Default everybody whose time has come' }),
});
type Context = JobContext<z.output<typeof parameters>>;

/** What becomes of rides about which no stops could be looked up before. */
interface Outcome {
  readonly before: number;
  /** Those of them about which none could be looked up now either. */
  readonly after: number;
}

/** People whose rides are looked at at a time; they share one server. */
const peopleAtOnce = 4;

/**
 * Asks again about rides whose transit stops could not be looked up, because a server did not answer or a file was not
 * there, and tells their modes. What people said stays with their trips.
 */
export const lookUpStops = defineJob({
  name: 'look-up-stops',
  description: 'Tell the modes of rides again about which no transit stops could be looked up',
  parameters,
  roles: ['participant', 'operator'],
  async run(context): Promise<Outcome & { readonly failures?: number }> {
    const { store, signal, progress, clock } = context;
    const { person } = context.parameters;
    if (person !== undefined) return await lookUp(store.person(person), context);
    const open: PersonId[] = [];
    for await (const { id, locked } of store.people()) if (!locked) open.push(id);
    const sums = { people: 0, before: 0, after: 0, failures: 0 };
    let done = 0;
    await sideBySide(open, peopleAtOnce, async (id) => {
      signal.throwIfAborted();
      try {
        const { before, after } = await lookUp(store.person(id), context, clock() / 1000);
        if (before > 0) sums.people++;
        sums.before += before;
        sums.after += after;
      } catch (error) {
        if (!isOwnMatter.has(errorOf(error).code)) sums.failures++;
      }
      progress('people', ++done, open.length);
    });
    return sums;
  },
});

/** Nobody's failure: the person is looked at the next time, if they are still there. */
const isOwnMatter: ReadonlySet<string> = new Set(['run-in-progress', 'person-locked', 'not-found']);

/** @param due see `missedRides` */
async function lookUp(
  person: PersonClient,
  { work, settings, transitStops, clock, signal }: Context,
  due?: number,
): Promise<Outcome> {
  const { sequence } = await person.summary();
  const missed = await missedRides(person, due);
  if (missed === undefined) return { before: 0, after: 0 };
  const told = await retellRides(missed, {
    store: remoteStore(person),
    createId: createObjectIdSource(clock, randomFillSync),
    owner: work,
    ...{ settings, transitStops, clock, signal },
  });
  const left = missed.length - told;
  await noteMissed(person, { sequence, told, left, now: clock() / 1000 });
  return { before: missed.length, after: left };
}

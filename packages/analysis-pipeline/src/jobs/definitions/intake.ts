import type { PersonId } from '@sojourn/datamodel';
import { personIdShape } from '@sojourn/datamodel/http';
import { z } from 'zod';
import { defineJob, type JobContext } from '../define-job.js';
import { errorOf } from '../job-failure.js';
import { sideBySide } from '../side-by-side.js';

const parameters = z.object({
  person: personIdShape.optional(),
  people: z
    .enum(['with-new-data', 'all'])
    .optional()
    .meta({ description: 'Without a person: whom to run; default those with new data' }),
});

/** How many people an outcome names; the rest is only counted. */
const mostNamed = 100;

/** Runs the pipeline for one person, for those with new data, or for everybody. */
export const intake = defineJob({
  name: 'intake',
  description: 'Make a diary of what phones have sent: for one person, those with new data, or all',
  parameters,
  roles: ['participant', 'operator'],
  async run(context) {
    const { person, people = 'with-new-data' } = context.parameters;
    const tally = new Tally();
    if (person !== undefined) {
      await runOne(person, context, tally, 1);
      return tally.result();
    }
    const chosen = await choose(context, people, tally);
    await sideBySide(chosen, context.threads * 2, async (id) => {
      context.signal.throwIfAborted();
      await runOne(id, context, tally, chosen.length).catch((error) => tally.failed(id, error));
      context.progress('people', tally.people, chosen.length);
    });
    return tally.result();
  },
});

type Context = JobContext<z.output<typeof parameters>>;

async function runOne(
  person: PersonId,
  { run, progress }: Context,
  tally: Tally,
  total: number,
): Promise<void> {
  const seen = new Set<string>();
  const onStage = ({ stage }: { readonly stage: string }): void => {
    if (!seen.has(stage)) progress(stage, tally.stage(stage), total);
    seen.add(stage);
  };
  const { changed, stages } = await run({ person, evenIfUpToDate: true }, { onStage });
  // What a thread says on the way may come later than the end.
  for (const stage of stages) onStage(stage);
  tally.ran(changed);
}

/** The people to run; who is left out is counted. */
async function choose(
  { store, signal, isDormant }: Context,
  people: 'with-new-data' | 'all',
  tally: Tally,
): Promise<PersonId[]> {
  const chosen: PersonId[] = [];
  for await (const summary of store.people()) {
    signal.throwIfAborted();
    if (people === 'with-new-data' && summary.sequence <= summary.processedSequence) continue;
    if (summary.locked) tally.skipped.locked++;
    else if (await isDormant(summary.id)) tally.skipped.dormant++;
    else chosen.push(summary.id);
  }
  return chosen;
}

/** Counts what became of people. */
class Tally {
  readonly skipped = { locked: 0, dormant: 0, runInProgress: 0, gone: 0 };
  readonly #stages = new Map<string, number>();
  readonly #failed: { person: PersonId; code: string }[] = [];
  #changed = 0;
  #unchanged = 0;
  #failures = 0;

  get people(): number {
    return this.#changed + this.#unchanged + this.#failures + this.skipped.runInProgress + this.skipped.gone;
  }

  /** @returns for how many people the stage has ended */
  stage(stage: string): number {
    const count = (this.#stages.get(stage) ?? 0) + 1;
    this.#stages.set(stage, count);
    return count;
  }

  ran(changed: boolean): void {
    if (changed) this.#changed++;
    else this.#unchanged++;
  }

  failed(person: PersonId, error: unknown): void {
    const { code } = errorOf(error);
    if (code === 'run-in-progress') this.skipped.runInProgress++;
    // Erased since they were chosen: not to be named any more.
    else if (code === 'not-found') this.skipped.gone++;
    else {
      this.#failures++;
      if (this.#failed.length < mostNamed) this.#failed.push({ person, code });
    }
  }

  result(): object {
    return {
      changed: this.#changed,
      unchanged: this.#unchanged,
      skipped: this.skipped,
      failures: this.#failures,
      failed: this.#failed,
    };
  }
}

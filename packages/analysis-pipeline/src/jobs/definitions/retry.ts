import { personIdShape } from '@sojourn/datamodel/http';
import { z } from 'zod';
import { defineJob } from '../define-job.js';

/** Tries again what failed with one person's data, without waiting for the time at which it would be tried anyway. */
export const retry = defineJob({
  name: 'retry',
  description: 'Try again what failed with one person: entries in quarantine, then all stages',
  parameters: z.object({ person: personIdShape }),
  roles: ['participant', 'operator'],
  async run({ parameters: { person }, store, run, progress, signal }) {
    const { tried, released } = await store.person(person).releaseQuarantine();
    progress('quarantine', released, tried);
    signal.throwIfAborted();
    const { changed, stages } = await run(
      { person, evenIfUpToDate: true },
      { onStage: ({ stage }) => progress(stage, 1, 1) },
    );
    const failed = stages.flatMap(({ stage, status, code = 'internal' }) =>
      status === 'failed' ? [{ stage, code }] : [],
    );
    return { tried, released, changed, failed };
  },
});

import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SojournError } from '@sojourn/datamodel';
import { FAILING_RUNS, PENDING_ERASURES, personIdShape, UNUSED_POINTS } from '@sojourn/datamodel/http';
import { z } from 'zod';
import { refreshAggregate } from '../../aggregate-metrics/index.js';
import { daySummaryOptions } from '../../results/index.js';
import { archivesFolder } from '../archives-folder.js';
import { defineJob } from '../define-job.js';
import { JobStore } from '../job-store.js';
import { endJobsOf, forgetJobsNaming } from '../jobs-of-person.js';
import { sideBySide } from '../side-by-side.js';

/** People whose trips are summed up anew at a time. */
const peopleAtOnce = 4;

const name = 'erase';

/** Leaves nothing of a person. Each step bears being done again, so that one that was cut off is finished later. */
export const erase = defineJob({
  name,
  description:
    'Remove a person: tokens, keys, all they stored and all that was derived, archives, and whatever names them',
  parameters: z.object({ person: personIdShape }),
  roles: ['operator'],
  forgetsItsPerson: true,
  async run({ id, parameters: { person }, store, settings, clock, filesFolder, signal, progress }) {
    // First of all, so that from here on nothing is added: whoever works on the person fails, and nobody is let in.
    const { tokens } = await store.erase(person);
    progress('store', 1, 1);
    const jobs = new JobStore(store);
    // Asked for twice it is done twice, side by side: neither may call the other off.
    if (!(await endJobsOf(person, { jobs, except: name, now: clock() / 1000 }))) {
      throw new SojournError('run-in-progress', { detail: 'another job of the person is still ending' });
    }
    const archives = await filesIn(join(archivesFolder(filesFolder), person));
    await rm(join(archivesFolder(filesFolder), person), { recursive: true, force: true });
    progress('archives', 1, 1);
    await refreshAggregate({
      store,
      summaries: { ...daySummaryOptions(settings), now: clock() / 1000 },
      forEach: (items, work) => sideBySide(items, peopleAtOnce, work),
      signal,
      progress,
    });
    const forgotten = await forgetJobsNaming(person, { store, jobs, except: id });
    for (const notes of [FAILING_RUNS, UNUSED_POINTS, PENDING_ERASURES]) {
      await store.documents(notes).remove(person);
    }
    progress('traces', 1, 1);
    await store.vacuum();
    progress('files', 1, 1);
    return { tokens, archives, jobs: forgotten };
  },
});

async function filesIn(folder: string): Promise<number> {
  try {
    return (await readdir(folder)).length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

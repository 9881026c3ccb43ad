import { personIdShape } from '@sojourn/datamodel/http';
import { z } from 'zod';
import { rederiveRestored, restoreRaw } from '../../archive/index.js';
import { archivesFolder } from '../archives-folder.js';
import { defineJob } from '../define-job.js';

/** Puts what was purged back. */
export const restoreRawData = defineJob({
  name: 'restore-raw',
  description:
    'Put what was purged back from its archives, exactly as it was, and derive anew what came late meanwhile',
  parameters: z.object({
    person: personIdShape,
    from: z.iso.date().optional().meta({ description: 'Leave archives that end before this day purged' }),
  }),
  roles: ['operator'],
  async run({
    work,
    parameters: { person, from },
    store,
    run,
    settings,
    filesFolder,
    clock,
    signal,
    progress,
  }) {
    let archives = 0;
    const result = await restoreRaw({
      person: store.person(person),
      folder: archivesFolder(filesFolder),
      settings,
      from: from === undefined ? null : Date.parse(from) / 1000,
      now: clock() / 1000,
      owner: work,
      signal,
      onArchive: () => progress('archives', ++archives),
    });
    const rederivedFrom = await rederiveRestored(store.person(person), (late) =>
      run({ person, late, evenIfUpToDate: true }, { onStage: ({ stage }) => progress(stage, 1, 1) }),
    );
    return { ...result, rederivedFrom };
  },
});

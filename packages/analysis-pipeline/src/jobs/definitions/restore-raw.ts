import { personIdShape } from '@sojourn/datamodel/http';
import { z } from 'zod';
import { restoreRaw } from '../../archive/index.js';
import { archivesFolder } from '../archives-folder.js';
import { defineJob } from '../define-job.js';

/** Puts what was purged back. */
export const restoreRawData = defineJob({
  name: 'restore-raw',
  description: 'Put what was purged back from its archives, exactly as it was',
  parameters: z.object({
    person: personIdShape,
    from: z.iso.date().optional().meta({ description: 'Leave archives that end before this day purged' }),
  }),
  roles: ['operator'],
  async run({ id, parameters: { person, from }, store, filesFolder, clock, signal, progress }) {
    let archives = 0;
    return await restoreRaw({
      person: store.person(person),
      folder: archivesFolder(filesFolder),
      from: from === undefined ? null : Date.parse(from) / 1000,
      now: clock() / 1000,
      owner: `job ${id}`,
      signal,
      onArchive: () => progress('archives', ++archives),
    });
  },
});

import { personIdShape } from '@sojourn/datamodel/http';
import { z } from 'zod';
import { purgeRaw } from '../../archive/index.js';
import { archivesFolder } from '../archives-folder.js';
import { defineJob } from '../define-job.js';

const day = 86_400;

/** Takes what phones sensed out of the store, where archives have it. */
export const purgeRawData = defineJob({
  name: 'purge-raw',
  description:
    'Take what phones sensed long ago out of the store, where an archive has it; what was derived stays',
  parameters: z.object({
    person: personIdShape,
    olderThanDays: z.int().min(0).default(30),
  }),
  roles: ['operator'],
  async run({ work, parameters, store, filesFolder, clock, signal, progress }) {
    const now = clock() / 1000;
    let archives = 0;
    return await purgeRaw({
      person: store.person(parameters.person),
      folder: archivesFolder(filesFolder),
      upTo: now - parameters.olderThanDays * day,
      now,
      owner: work,
      signal,
      onArchive: () => progress('archives', ++archives),
    });
  },
});

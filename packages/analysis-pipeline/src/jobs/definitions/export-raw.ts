import { personIdShape } from '@sojourn/datamodel/http';
import { z } from 'zod';
import { exportInClear, exportRaw, midnightBefore } from '../../archive/index.js';
import { archivesFolder } from '../archives-folder.js';
import { defineJob } from '../define-job.js';

const day = z.iso.date();
const timeOf = (date: string): number => Date.parse(date) / 1000;

/** Writes archives of what a person's phones sensed and what they said. */
export const exportRawData = defineJob({
  name: 'export-raw',
  description: 'Write what phones sensed and people said into archives, sealed under the person’s own key',
  parameters: z.object({
    person: personIdShape,
    upTo: day.optional().meta({ description: 'Day in UTC before which it was written; default today' }),
    days: z.int().min(1).max(366).default(30).meta({ description: 'Days that one archive spans at most' }),
    clear: z.object({ from: day.nullable(), to: day }).optional().meta({
      description: 'Write these days, the last one not included, into one file that anybody can read',
    }),
  }),
  roles: ['operator'],
  async run({ parameters, store, filesFolder, clock, signal, progress }) {
    const { person, upTo, days, clear } = parameters;
    const place = { person: store.person(person), folder: archivesFolder(filesFolder), signal };
    if (clear !== undefined) {
      const { from, to } = clear;
      return await exportInClear(place, { start: from === null ? null : timeOf(from), end: timeOf(to) });
    }
    let written = 0;
    const now = clock() / 1000;
    const today = midnightBefore(now);
    const archives = await exportRaw({
      ...place,
      days,
      now,
      upTo: upTo === undefined ? today : Math.min(timeOf(upTo), today),
      onArchive: () => progress('archives', ++written),
    });
    return { archives: archives.map(({ file, entries }) => ({ file, entries })) };
  },
});

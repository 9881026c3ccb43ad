import { personIdShape } from '@sojourn/datamodel/http';
import { z } from 'zod';
import { resetModes, resetPerson } from '../../reset/index.js';
import { remoteStore } from '../../runner/index.js';
import { defineJob } from '../define-job.js';

/** Takes back what was derived; the next run derives it again. */
export const reset = defineJob({
  name: 'reset',
  description: 'Take back what was derived for a person since a time; the next run derives it again',
  parameters: z.object({
    person: personIdShape,
    time: z
      .union([z.number(), z.iso.datetime({ offset: true })])
      .nullable()
      .meta({ description: 'Unix seconds, or as 2016-07-23T00:00:00Z; null for everything' }),
    part: z
      .enum(['modes'])
      .optional()
      .meta({ description: 'Take back the modes of sections alone; everything when left out' }),
  }),
  roles: ['operator'],
  async run({ work, parameters: { person, time, part }, store }) {
    const seconds = typeof time === 'string' ? Date.parse(time) / 1000 : time;
    const reset = part === 'modes' ? resetModes : resetPerson;
    return await reset(seconds, { store: remoteStore(store.person(person)), owner: work });
  },
});

import { z } from 'zod';
import { defineStream } from '../stream.js';
import { pointField, quantity, timestamp } from './fields.js';
import { instant } from './times.js';

export const incident = z.looseObject({
  ...instant,
  loc: pointField('where').optional(),
  stress: quantity('0–100', 'how stressful').optional(),
});
export type Incident = z.infer<typeof incident>;

export const incidentStream = defineStream({
  key: 'manual/incident',
  title: 'Incident',
  description: 'Stress reported by old apps.',
  data: incident,
  phone: z.looseObject({ ...incident.shape, ts: timestamp('when').nullable().optional() }),
  deduplicate: ['ts', 'stress'],
});

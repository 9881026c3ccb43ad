import { z } from 'zod';
import { defineStream } from '../stream.js';
import { quantity } from './fields.js';
import { instant } from './times.js';

/** One numeric member for each name of a mode beside those listed. */
export const metric = z.looseObject({ ...instant, nUsers: quantity('', 'people counted').optional() });
export type Metric = z.infer<typeof metric>;

const stream = <const Of extends 'user' | 'mean', const Name extends string>(
  of: Of,
  name: Name,
  unit: string,
) =>
  defineStream({
    key: `metrics/daily_${of}_${name}`,
    title: `Daily ${name.replace('_', ' ')} (${of})`,
    description: `By mode, in ${unit}. Computed when asked for, not stored.`,
    store: 'analysis',
    data: metric,
    deduplicate: ['ts'],
  });

export const metricStreams = [
  stream('user', 'count', 'trips'),
  stream('user', 'distance', 'm'),
  stream('user', 'duration', 's'),
  stream('user', 'median_speed', 'm/s'),
  stream('mean', 'count', 'trips'),
  stream('mean', 'distance', 'm'),
  stream('mean', 'duration', 's'),
  stream('mean', 'median_speed', 'm/s'),
] as const;

import { z } from 'zod';
import { defineRoute } from '../route.js';
import { userShape } from './user.js';

export const pipelineRange = defineRoute({
  id: 'pipelineRange',
  surface: 'reference',
  method: 'POST',
  path: '/pipeline/get_range_ts',
  summary: 'From when to when trips have been made, in Unix seconds; nulls before the first run',
  caller: 'person',
  idempotent: true,
  body: userShape,
  response: z.object({ start_ts: z.number().nullable(), end_ts: z.number().nullable() }),
});

export const pipelineComplete = defineRoute({
  id: 'pipelineComplete',
  surface: 'reference',
  method: 'POST',
  path: '/pipeline/get_complete_ts',
  summary: 'Until when the diary is complete, in Unix seconds; null before the first run',
  caller: 'person',
  idempotent: true,
  body: userShape,
  response: z.object({ complete_ts: z.number().nullable() }),
});

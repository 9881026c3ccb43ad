import { z } from 'zod';
import { defineRoute } from '../route.js';
import { streamSummaryShape } from '../stream-summary.js';

export const listStreams = defineRoute({
  id: 'listStreams',
  surface: 'public',
  method: 'GET',
  path: '/v2/streams',
  summary: "What the caller's streams hold",
  caller: 'person',
  idempotent: true,
  response: z.object({ streams: z.array(streamSummaryShape) }),
});

import { z } from 'zod';
import { lockStateShape, unlockTtlShape } from '../custody.js';
import { defineRoute } from '../route.js';
import { keyBytesText } from '../secret-text.js';

/** Opens the caller's data for a while with the private half of the key. The server forgets it at the end. */
export const unlock = defineRoute({
  id: 'unlock',
  surface: 'public',
  method: 'POST',
  path: '/v2/unlock',
  summary: 'Open the data with the key that only the caller has',
  caller: 'person',
  idempotent: true,
  body: z.object({ secret: keyBytesText, ttl: unlockTtlShape.optional() }),
  response: lockStateShape,
});

export const lock = defineRoute({
  id: 'lock',
  surface: 'public',
  method: 'POST',
  path: '/v2/lock',
  summary: 'Close the data now',
  caller: 'person',
  idempotent: true,
  response: lockStateShape,
});

import { lockStateShape, unlockedShape, unlockShape } from '../custody.js';
import { defineRoute } from '../route.js';

/** Opens the caller's data for a while with what only they have. The server forgets it at the end. */
export const unlock = defineRoute({
  id: 'unlock',
  surface: 'public',
  method: 'POST',
  path: '/v2/unlock',
  summary: 'Open the data with the key that only the caller has',
  caller: 'person',
  idempotent: true,
  body: unlockShape,
  response: unlockedShape,
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

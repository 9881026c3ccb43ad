import { z } from 'zod';
import { lockStateShape, unlockTtlShape } from '../custody.js';
import { defineRoute } from '../route.js';
import { keyBytesText } from '../secret-text.js';
import { personParams } from './person.js';

export const unlockPerson = defineRoute({
  id: 'unlockPerson',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/unlock',
  summary: "Open a person's data with a key that the person gave",
  caller: 'keys:write',
  idempotent: true,
  params: personParams,
  body: z.object({ secret: keyBytesText, ttl: unlockTtlShape.optional() }),
  response: lockStateShape,
});

export const lockPerson = defineRoute({
  id: 'lockPerson',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/lock',
  summary: "Close a person's data now",
  caller: 'keys:write',
  idempotent: true,
  params: personParams,
  response: lockStateShape,
});

/**
 * Hands the key over. To `presented` the public half is given and the server forgets how to open the data; back
 * to `managed` needs the private half.
 */
export const changeCustody = defineRoute({
  id: 'changeCustody',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/custody',
  summary: 'Change who can open the data',
  caller: 'keys:write',
  idempotent: false,
  params: personParams,
  body: z.discriminatedUnion('custody', [
    z.object({ custody: z.literal('presented'), publicKey: keyBytesText }),
    z.object({ custody: z.literal('managed'), secret: keyBytesText }),
  ]),
  response: lockStateShape,
});

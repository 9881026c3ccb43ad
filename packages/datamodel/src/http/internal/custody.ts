import { custodyChangeShape, lockStateShape, unlockedShape, unlockShape } from '../custody.js';
import { defineRoute } from '../route.js';
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
  body: unlockShape,
  response: unlockedShape,
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

export const changeCustody = defineRoute({
  id: 'changeCustody',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/custody',
  summary: 'Change who can open the data',
  caller: 'keys:write',
  idempotent: false,
  params: personParams,
  body: custodyChangeShape,
  response: lockStateShape,
});

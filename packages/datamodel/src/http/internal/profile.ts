import { z } from 'zod';
import { profileShape } from '../profile.js';
import { defineRoute } from '../route.js';
import { personParams } from './person.js';

export const readProfile = defineRoute({
  id: 'readProfile',
  surface: 'internal',
  method: 'GET',
  path: '/v1/people/:person/profile',
  summary: 'Read a profile',
  caller: 'people:read',
  idempotent: true,
  params: personParams,
  response: profileShape,
});

/** Members that the server owns may be set here, other than on the public surface. */
export const patchProfile = defineRoute({
  id: 'patchProfile',
  surface: 'internal',
  method: 'PATCH',
  path: '/v1/people/:person/profile',
  summary: 'Replace members of a profile',
  caller: 'people:write',
  idempotent: true,
  params: personParams,
  body: z.record(z.string(), z.unknown()),
  response: profileShape,
});

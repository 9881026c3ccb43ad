import { z } from 'zod';
import { dashedPersonId } from '../identifiers.js';
import { profileShape } from '../profile.js';
import { defineRoute } from '../route.js';
import { userShape } from './user.js';

/** Registers the bearer of a token. Calling it again gives the same person. */
export const profileCreate = defineRoute({
  id: 'profileCreate',
  surface: 'reference',
  method: 'POST',
  path: '/profile/create',
  summary: 'Register the bearer of a token, or find them again',
  caller: 'token',
  idempotent: true,
  body: userShape,
  response: z.object({ uuid: dashedPersonId }),
});

export const profileGet = defineRoute({
  id: 'profileGet',
  surface: 'reference',
  method: 'POST',
  path: '/profile/get',
  summary: 'Read the profile',
  caller: 'person',
  idempotent: true,
  body: userShape,
  response: profileShape,
});

/** Replaces the named members; those that the server owns are left as they are. */
export const profileUpdate = defineRoute({
  id: 'profileUpdate',
  surface: 'reference',
  method: 'POST',
  path: '/profile/update',
  summary: 'Replace members of the profile',
  caller: 'person',
  idempotent: true,
  body: userShape.extend({ update_doc: z.record(z.string(), z.unknown()) }),
  response: z.object({ update: z.literal(true) }),
});

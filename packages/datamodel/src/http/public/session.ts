import { z } from 'zod';
import { lockStateShape } from '../custody.js';
import { personIdShape } from '../identifiers.js';
import { defineRoute } from '../route.js';
import { roleShape } from '../token.js';

/** Puts the token into a cookie that scripts cannot read. */
export const openSession = defineRoute({
  id: 'openSession',
  surface: 'public',
  method: 'POST',
  path: '/v2/session',
  summary: 'Exchange a token for a session cookie',
  caller: 'anyone',
  idempotent: true,
  body: z.object({ token: z.string().min(1).max(4096) }),
  response: z.object({
    role: roleShape,
    /** Unix seconds. */
    expires: z.number(),
  }),
});

export const closeSession = defineRoute({
  id: 'closeSession',
  surface: 'public',
  method: 'DELETE',
  path: '/v2/session',
  summary: 'End the session',
  caller: 'anyone',
  idempotent: true,
  status: 204,
});

export const me = defineRoute({
  id: 'me',
  surface: 'public',
  method: 'GET',
  path: '/v2/me',
  summary: 'Who the caller is, and whether their data is open',
  caller: 'token',
  idempotent: true,
  response: z.object({
    role: roleShape,
    /** Null when the token is good but nobody has registered with it. */
    person: personIdShape.nullable(),
    data: lockStateShape.nullable(),
  }),
});

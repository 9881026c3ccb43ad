import { z } from 'zod';
import { phoneEntryShape } from '../entry.js';
import { defineRoute } from '../route.js';
import { userShape } from './user.js';

/** Entries of an upload that were set aside, and why. */
export const setAsideShape = z.object({
  index: z.int().nonnegative(),
  code: z.string(),
  path: z.string().optional(),
});

/**
 * Stores what a phone has collected. The answer is empty when everything was stored and there is nothing to
 * say. Entries that cannot be stored are set aside and named; they never keep the others from being stored.
 */
export const usercachePut = defineRoute({
  id: 'usercachePut',
  surface: 'reference',
  method: 'POST',
  path: '/usercache/put',
  summary: 'Upload entries of a phone; durable once answered',
  caller: 'person',
  idempotent: true,
  body: userShape.extend({
    phone_to_server: z.array(phoneEntryShape),
    deployment_config_version: z.number().optional(),
    app_version: z.string().optional(),
  }),
  response: z.object({
    quarantined: z.array(setAsideShape).optional(),
    deployment_config: z.record(z.string(), z.unknown()).optional(),
  }),
});

export const usercachePutone = defineRoute({
  id: 'usercachePutone',
  surface: 'reference',
  method: 'POST',
  path: '/usercache/putone',
  summary: 'Upload one entry',
  caller: 'person',
  idempotent: true,
  body: userShape.extend({ the_entry: phoneEntryShape }),
  response: z.object({ putone: z.literal(true), quarantined: z.array(setAsideShape).optional() }),
});

export const usercacheGet = defineRoute({
  id: 'usercacheGet',
  surface: 'reference',
  method: 'POST',
  path: '/usercache/get',
  summary: 'Fetch the documents that the server has for the phone',
  caller: 'person',
  idempotent: true,
  body: userShape,
  response: z.object({ server_to_phone: z.array(phoneEntryShape) }),
});

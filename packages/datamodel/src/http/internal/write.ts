import { z } from 'zod';
import { entryShape } from '../entry.js';
import { fieldPathShape, streamKeyShape, timeQueryShape } from '../entry-query.js';
import { entryIdShape } from '../identifiers.js';
import { defineRoute } from '../route.js';
import { personParams } from './person.js';

const entryParams = personParams.extend({ entry: entryIdShape });
const anyObject = z.record(z.string(), z.unknown());

/** A payload that the server writes into a stream, with metadata of its own. */
const serverDataShape = z.object({
  key: streamKeyShape,
  data: anyObject,
  /** Zone of the local times in the metadata; default UTC. */
  zone: z.string().min(1).max(64).optional(),
});

/**
 * `inserted`; `unchanged`: the very same is there already; `exists`: another one is there under the id, and stays;
 * `quarantined`: it is not what its stream allows; `refused`: it says that it belongs to somebody else.
 */
export const insertOutcomeShape = z.object({
  outcome: z.enum(['inserted', 'unchanged', 'exists', 'quarantined', 'refused']),
  id: entryIdShape.optional(),
  code: z.string().optional(),
  path: z.string().optional(),
});
export type InsertOutcome = z.output<typeof insertOutcomeShape>;

/** None takes the place of another, and a bad one does not keep the others out. An entry without `_id` gets one. */
export const insertEntries = defineRoute({
  id: 'insertEntries',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/entries',
  summary: 'Add entries in server form, each with an outcome of its own',
  caller: 'entries:write',
  idempotent: false,
  params: personParams,
  body: z.object({ entries: z.array(anyObject).max(100_000) }),
  response: z.object({ outcomes: z.array(insertOutcomeShape) }),
});

/** The first one by (value, id), invalid or not; null when there is none. */
export const entryAt = defineRoute({
  id: 'entryAt',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/entries/at',
  summary: 'The entry of a stream with exactly this time',
  caller: 'entries:read',
  idempotent: true,
  params: personParams,
  body: z.object({ key: streamKeyShape, field: fieldPathShape, value: z.number() }),
  response: z.object({ entry: entryShape.nullable() }),
});

export const insertError = defineRoute({
  id: 'insertError',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/entries/errors',
  summary: 'Put an entry that could not be used into quarantine',
  caller: 'entries:write',
  idempotent: true,
  params: personParams,
  body: z.object({ entry: anyObject, code: z.string().optional(), path: z.string().optional() }),
  status: 204,
});

export const updateEntry = defineRoute({
  id: 'updateEntry',
  surface: 'internal',
  method: 'PUT',
  path: '/v1/people/:person/entries/:entry',
  summary: 'Replace a whole entry, or add it',
  caller: 'entries:write',
  idempotent: true,
  params: entryParams,
  body: z.object({ metadata: anyObject, data: anyObject }).loose(),
  status: 204,
});

export const invalidateEntry = defineRoute({
  id: 'invalidateEntry',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/entries/:entry/invalidate',
  summary: 'Hide an entry of the raw store',
  caller: 'entries:write',
  idempotent: true,
  params: entryParams,
  status: 204,
});

export const insertData = defineRoute({
  id: 'insertData',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/data',
  summary: 'Add a payload, with metadata of the server and of now',
  caller: 'entries:write',
  idempotent: false,
  params: personParams,
  body: serverDataShape,
  response: z.object({ id: entryIdShape }),
});

export const updateData = defineRoute({
  id: 'updateData',
  surface: 'internal',
  method: 'PUT',
  path: '/v1/people/:person/data/:entry',
  summary: 'Replace a payload, under new metadata and the same id',
  caller: 'entries:write',
  idempotent: true,
  params: entryParams,
  body: serverDataShape,
  status: 204,
});

export const insertModel = defineRoute({
  id: 'insertModel',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/models',
  summary: 'Add a model and take out all but the newest of its stream',
  caller: 'entries:write',
  idempotent: false,
  params: personParams,
  body: serverDataShape.extend({
    keep: z.int().min(1).max(1000).optional().meta({ description: 'Default 3' }),
  }),
  response: z.object({ id: entryIdShape }),
});

/** Null when there is none. */
export const readModel = defineRoute({
  id: 'readModel',
  surface: 'internal',
  method: 'GET',
  path: '/v1/people/:person/models',
  summary: 'The newest model of a stream',
  caller: 'entries:read',
  idempotent: true,
  params: personParams,
  query: z.object({ key: streamKeyShape }),
  response: z.object({ model: entryShape.nullable() }),
});

/** Entries as a phone has them, into the usercache; bad ones are set aside and named. */
export const insertUsercache = defineRoute({
  id: 'insertUsercache',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/usercache',
  summary: 'Add phone entries to the usercache',
  caller: 'entries:write',
  idempotent: true,
  params: personParams,
  body: z.object({ entries: z.array(anyObject).max(100_000) }),
  response: z.object({
    stored: z.int().nonnegative(),
    unchanged: z.int().nonnegative(),
    superseded: z.int().nonnegative(),
    quarantined: z.array(z.object({ index: z.int(), code: z.string(), path: z.string() })),
  }),
});

export const clearUsercache = defineRoute({
  id: 'clearUsercache',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/usercache/clear',
  summary: 'Take rows out of the usercache',
  caller: 'entries:write',
  idempotent: true,
  params: personParams,
  body: z.object({
    keys: z.array(streamKeyShape).min(1).max(1000).nullable(),
    time: timeQueryShape.optional(),
  }),
  response: z.object({ removed: z.int().nonnegative() }),
});

export const listUsercacheKeys = defineRoute({
  id: 'listUsercacheKeys',
  surface: 'internal',
  method: 'GET',
  path: '/v1/people/:person/usercache/keys',
  summary: 'Streams that have rows in the usercache',
  caller: 'entries:read',
  idempotent: true,
  params: personParams,
  query: z.object({
    type: z.string().min(1).max(100).optional().meta({ description: 'Only of this metadata.type' }),
  }),
  response: z.object({ keys: z.array(z.string()) }),
});

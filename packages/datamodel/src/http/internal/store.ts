import { z } from 'zod';
import { personIdShape } from '../identifiers.js';
import { defineRoute } from '../route.js';

export const compactStore = defineRoute({
  id: 'compactStore',
  surface: 'internal',
  method: 'POST',
  path: '/v1/compact',
  summary: 'Merge small blocks now, of one person or of everybody',
  caller: 'store:write',
  idempotent: true,
  body: z.object({ person: personIdShape.optional() }),
  response: z.object({
    /** Blocks that were merged away, and blocks written in their place. */
    merged: z.int().nonnegative(),
    written: z.int().nonnegative(),
  }),
});

/** Takes as long as copying the file of the embedded engine; writes wait meanwhile. */
export const vacuumStore = defineRoute({
  id: 'vacuumStore',
  surface: 'internal',
  method: 'POST',
  path: '/v1/vacuum',
  summary: 'Leave nothing of what was removed in the files of the store',
  caller: 'people:erase',
  idempotent: true,
  status: 204,
});

export const readFigures = defineRoute({
  id: 'readFigures',
  surface: 'internal',
  method: 'GET',
  path: '/v1/figures',
  summary: 'How much is stored and what it takes',
  caller: 'store:read',
  idempotent: true,
  response: z.object({
    /** Live pages of the engine and their size in bytes; the product is what is in use. */
    livePages: z.int().nonnegative(),
    pageSize: z.int().positive(),
    /** Size of the files in bytes, with what they could give back. */
    fileBytes: z.int().nonnegative(),
    /** People in whose data damage was noticed since the start. */
    damagedPersons: z.int().nonnegative(),
  }),
});

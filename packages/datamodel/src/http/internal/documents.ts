import { z } from 'zod';
import { wholeNumberText } from '../number-text.js';
import { defineRoute } from '../route.js';
import { personParams } from './person.js';

/** Name of a document, and of a collection. */
export const documentNameShape = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/)
  .meta({ description: 'Letters, digits, dot, underscore and hyphen' });

/** A small document and the number of the write that made it what it is. */
export const storedDocumentShape = z.object({
  /** 1 for a new document, one more with every write. */
  version: z.int().positive(),
  value: z.unknown(),
});
export type StoredDocument = z.output<typeof storedDocumentShape>;

const writeShape = z.object({
  value: z.unknown(),
  /** 409 version-conflict unless the document has this version; null: unless there is none yet. Default: any. */
  expectVersion: z.int().positive().nullable().optional(),
});

const writtenShape = storedDocumentShape.pick({ version: true });

const removalQuery = z.object({ expectVersion: wholeNumberText.optional() });

const personDocumentParams = personParams.extend({ name: documentNameShape });
const collectionParams = z.object({ collection: documentNameShape });
const documentParams = collectionParams.extend({ name: documentNameShape });

export const readPersonDocument = defineRoute({
  id: 'readPersonDocument',
  surface: 'internal',
  method: 'GET',
  path: '/v1/people/:person/documents/:name',
  summary: 'A document of a person; 404 not-found when there is none',
  caller: 'entries:read',
  idempotent: true,
  params: personDocumentParams,
  response: storedDocumentShape,
});

/** Sealed with the person's data key: 423 person-locked while that is not there. */
export const putPersonDocument = defineRoute({
  id: 'putPersonDocument',
  surface: 'internal',
  method: 'PUT',
  path: '/v1/people/:person/documents/:name',
  summary: 'Write a document of a person',
  caller: 'entries:write',
  idempotent: false,
  params: personDocumentParams,
  body: writeShape,
  response: writtenShape,
});

export const removePersonDocument = defineRoute({
  id: 'removePersonDocument',
  surface: 'internal',
  method: 'DELETE',
  path: '/v1/people/:person/documents/:name',
  summary: 'Remove a document of a person, if there is one',
  caller: 'entries:write',
  idempotent: true,
  params: personDocumentParams,
  query: removalQuery,
  status: 204,
});

/** In order of name. */
export const listDocuments = defineRoute({
  id: 'listDocuments',
  surface: 'internal',
  method: 'GET',
  path: '/v1/documents/:collection',
  summary: 'Documents of a collection that belongs to nobody, in order of their names',
  caller: 'documents:read',
  idempotent: true,
  params: collectionParams,
  query: z.object({ after: documentNameShape.optional(), limit: wholeNumberText.optional() }),
  response: z.object({
    documents: z.array(storedDocumentShape.extend({ name: documentNameShape })),
    /** Value of `after` for the next page; null after the last. */
    next: documentNameShape.nullable(),
  }),
});

export const readDocument = defineRoute({
  id: 'readDocument',
  surface: 'internal',
  method: 'GET',
  path: '/v1/documents/:collection/:name',
  summary: 'A document that belongs to nobody; 404 not-found when there is none',
  caller: 'documents:read',
  idempotent: true,
  params: documentParams,
  response: storedDocumentShape,
});

export const putDocument = defineRoute({
  id: 'putDocument',
  surface: 'internal',
  method: 'PUT',
  path: '/v1/documents/:collection/:name',
  summary: 'Write a document that belongs to nobody',
  caller: 'documents:write',
  idempotent: false,
  params: documentParams,
  body: writeShape,
  response: writtenShape,
});

export const removeDocument = defineRoute({
  id: 'removeDocument',
  surface: 'internal',
  method: 'DELETE',
  path: '/v1/documents/:collection/:name',
  summary: 'Remove a document that belongs to nobody, if there is one',
  caller: 'documents:write',
  idempotent: true,
  params: documentParams,
  query: removalQuery,
  status: 204,
});

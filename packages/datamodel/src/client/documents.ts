import type { PersonId } from '../entry.js';
import { isSojournError } from '../errors.js';
import { internalRoutes, type StoredDocument } from '../http/index.js';
import type { Caller, CallOptions } from './caller.js';
import { itemsOf, pagesOf } from './pages.js';

/** A document with its name. */
export interface NamedDocument extends StoredDocument {
  readonly name: string;
}

/** Small sealed documents by name. */
export interface Documents {
  /** The document, or undefined when there is none. */
  get(name: string, options?: CallOptions): Promise<StoredDocument | undefined>;
  /**
   * Writes a document. It is never sent twice on its own.
   * @param expectVersion null when there must be none yet; left out, whatever there is is replaced
   * @throws SojournError `version-conflict`
   */
  put(
    name: string,
    value: unknown,
    expectVersion?: number | null,
    options?: CallOptions,
  ): Promise<{ version: number }>;
  /** Removes a document; one that is not there is no error. @throws SojournError `version-conflict` */
  remove(name: string, expectVersion?: number, options?: CallOptions): Promise<void>;
}

/** Documents of one collection that belongs to nobody. */
export interface DocumentCollection extends Documents {
  /** One page in order of name; `next` is where the following one begins, null after the last. */
  page(
    range?: { after?: string; limit?: number },
    options?: CallOptions,
  ): Promise<{ documents: NamedDocument[]; next: string | null }>;
  /** All of them in order of name. */
  list(options?: CallOptions): AsyncGenerator<NamedDocument>;
}

/** The documents of one person. Every call is `person-locked` while nobody has unlocked a presented key. */
export function personDocuments({ call }: Caller, person: PersonId): Documents {
  return {
    get: (name, options) =>
      orUndefined(call(internalRoutes.readPersonDocument, { params: { person, name } }, options)),
    put: (name, value, expectVersion, options) =>
      call(
        internalRoutes.putPersonDocument,
        { params: { person, name }, body: writeOf(value, expectVersion) },
        options,
      ),
    remove: (name, expectVersion, options) =>
      call(
        internalRoutes.removePersonDocument,
        { params: { person, name }, query: removalOf(expectVersion) },
        options,
      ),
  };
}

/** The documents of one collection. */
export function documentCollection({ call }: Caller, collection: string): DocumentCollection {
  const page: DocumentCollection['page'] = (range = {}, options) =>
    call(internalRoutes.listDocuments, { params: { collection }, query: range }, options);
  return {
    page,
    list: (options) =>
      itemsOf(
        pagesOf(async (after) => {
          const { documents, next } = await page(after === null ? {} : { after }, options);
          return { items: documents, cursor: next };
        }),
      ),
    get: (name, options) =>
      orUndefined(call(internalRoutes.readDocument, { params: { collection, name } }, options)),
    put: (name, value, expectVersion, options) =>
      call(
        internalRoutes.putDocument,
        { params: { collection, name }, body: writeOf(value, expectVersion) },
        options,
      ),
    remove: (name, expectVersion, options) =>
      call(
        internalRoutes.removeDocument,
        { params: { collection, name }, query: removalOf(expectVersion) },
        options,
      ),
  };
}

function writeOf(value: unknown, expectVersion: number | null | undefined) {
  return expectVersion === undefined ? { value } : { value, expectVersion };
}

function removalOf(expectVersion: number | undefined) {
  return expectVersion === undefined ? {} : { expectVersion };
}

async function orUndefined(reading: Promise<StoredDocument>): Promise<StoredDocument | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isSojournError(error) && error.code === 'not-found') return undefined;
    throw error;
  }
}

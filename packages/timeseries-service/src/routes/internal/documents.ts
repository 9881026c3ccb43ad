import { SojournError } from '@sojourn/datamodel';
import { DEFAULT_PAGE_SIZE, internalRoutes, MAXIMUM_PAGE_SIZE } from '@sojourn/datamodel/http';
import { decode, type HttpServer } from '@sojourn/service-kit';
import type { RouteContext } from '../context.js';
import { mount } from '../mount.js';

/** Largest document in bytes of JSON: room for the trip model of a long life, and for nothing that wants streaming. */
const bodyLimit = 8 * 1024 * 1024;

/** `/v1/people/…/documents` and `/v1/documents`: small sealed documents that other services keep here. */
export function documentStoreRoutes(app: HttpServer, { store }: RouteContext): void {
  mount(app, internalRoutes.readPersonDocument, async ({ params: { person, name } }) =>
    found(await store.person(person).document(name)),
  );
  mount(
    app,
    internalRoutes.putPersonDocument,
    async ({ params: { person, name }, body: { value, expectVersion } }) => ({
      version: await store.person(person).putDocument(name, value, expectVersion),
    }),
    { bodyLimit },
  );
  mount(app, internalRoutes.removePersonDocument, async ({ params: { person, name }, query }) => {
    const { expectVersion } = decode(internalRoutes.removePersonDocument.query, query);
    await store.person(person).removeDocument(name, expectVersion);
  });

  mount(app, internalRoutes.listDocuments, ({ params: { collection }, query }) => {
    const { after, limit = DEFAULT_PAGE_SIZE } = decode(internalRoutes.listDocuments.query, query);
    return store.documents.list(collection, after, Math.max(1, Math.min(limit, MAXIMUM_PAGE_SIZE)));
  });
  mount(app, internalRoutes.readDocument, async ({ params: { collection, name } }) =>
    found(await store.documents.get(collection, name)),
  );
  mount(
    app,
    internalRoutes.putDocument,
    async ({ params: { collection, name }, body: { value, expectVersion } }) => ({
      version: await store.documents.put(collection, name, value, expectVersion),
    }),
    { bodyLimit },
  );
  mount(app, internalRoutes.removeDocument, async ({ params: { collection, name }, query }) => {
    const { expectVersion } = decode(internalRoutes.removeDocument.query, query);
    await store.documents.remove(collection, name, expectVersion);
  });
}

function found<Document>(document: Document | undefined): Document {
  if (document === undefined) throw new SojournError('not-found', { detail: 'there is no such document' });
  return document;
}

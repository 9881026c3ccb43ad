import { type Entry, isErrorCode } from '@sojourn/datamodel';
import { internalRoutes, type RequestBody } from '@sojourn/datamodel/http';
import type { HttpServer } from '@sojourn/service-kit';
import type { EntryQuery, ServerData } from '../../timeseries/index.js';
import type { RouteContext } from '../context.js';
import { entryQuery } from '../entry-query.js';
import { mount } from '../mount.js';

/** Models of a stream that are kept when the caller does not say. */
const KEPT_MODELS = 3;

/** `/v1/people/…/entries`, `data`, `models` and `usercache`: what services write one by one, beside import and commit. */
export function writeRoutes(app: HttpServer, { store, config }: RouteContext): void {
  const large = { bodyLimit: config.uploadBytes };

  mount(
    app,
    internalRoutes.insertEntries,
    async (request) => ({ outcomes: await store.person(request.params.person).insert(request.body.entries) }),
    large,
  );

  mount(app, internalRoutes.insertError, async (request) => {
    const { entry, code, path } = request.body;
    await store.person(request.params.person).reject(entry, {
      code: isErrorCode(code) ? code : 'entry-malformed',
      ...(path !== undefined && { path }),
    });
  });

  mount(app, internalRoutes.updateEntry, (request) =>
    store.person(request.params.person).update(request.params.entry, request.body as unknown as Entry),
  );

  mount(app, internalRoutes.invalidateEntry, (request) =>
    store.person(request.params.person).invalidateRaw(request.params.entry),
  );

  mount(app, internalRoutes.insertData, async (request) => ({
    id: await store.person(request.params.person).insertData(dataOf(request.body)),
  }));

  mount(app, internalRoutes.updateData, (request) =>
    store.person(request.params.person).updateData(request.params.entry, dataOf(request.body)),
  );

  mount(
    app,
    internalRoutes.insertModel,
    async (request) => {
      const { keep = KEPT_MODELS, ...model } = request.body;
      return { id: await store.person(request.params.person).saveModel(dataOf(model), keep) };
    },
    large,
  );

  mount(
    app,
    internalRoutes.insertUsercache,
    async (request) => {
      const items = request.body.entries.map((value) => ({ value: value as never }));
      const { stored, unchanged, superseded, quarantined } = await store
        .person(request.params.person)
        .put(items);
      return { stored, unchanged, superseded, quarantined };
    },
    large,
  );

  mount(app, internalRoutes.clearUsercache, async (request) => {
    const { keys, time } = entryQuery(request.body);
    const query: Pick<EntryQuery, 'keys' | 'time'> = { keys, ...(time && { time }) };
    return { removed: await store.person(request.params.person).clearUsercache(query) };
  });
}

function dataOf({ key, data, zone }: RequestBody<typeof internalRoutes.insertData>): ServerData {
  return { key, data, ...(zone !== undefined && { zone }) };
}

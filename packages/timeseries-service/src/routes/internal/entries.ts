import { SojournError } from '@sojourn/datamodel';
import { DEFAULT_PAGE_SIZE, internalRoutes } from '@sojourn/datamodel/http';
import type { HttpServer } from '@sojourn/service-kit';
import { frameAnswer, linesAnswer, onlyPageAnswer, pageAnswer, wantsLines } from '../answer.js';
import type { RouteContext } from '../context.js';
import { entryQuery, frameQuery } from '../entry-query.js';
import { mount } from '../mount.js';

/** `/v1/people/…/entries`: what services read, in pages or as one stream. */
export function entryRoutes(app: HttpServer, { store }: RouteContext): void {
  mount(app, internalRoutes.queryPersonEntries, async (request) => {
    const entries = store.person(request.params.person).find(entryQuery(request.body));
    if (wantsLines(request)) return linesAnswer(entries);
    const { pageSize, cursor, limit } = request.body;
    if (limit !== undefined && cursor == null) return onlyPageAnswer('entries', entries);
    return pageAnswer('entries', await entries.page(pageSize ?? DEFAULT_PAGE_SIZE, cursor ?? undefined));
  });

  mount(app, internalRoutes.readPersonDataFrame, (request) =>
    frameAnswer(store.person(request.params.person).frame(frameQuery(request.body))),
  );

  mount(app, internalRoutes.countPersonEntries, async (request) => ({
    count: await store.person(request.params.person).count(entryQuery(request.body)),
  }));

  mount(app, internalRoutes.extremeEntry, async (request) => {
    const { key, field, end, time } = request.body;
    const window = time && {
      start: time.start ?? null,
      end: time.end ?? null,
      ...(time.field !== undefined && { field: time.field }),
    };
    const found = await store.person(request.params.person).extreme(key, field, end, window);
    return found ?? { entry: null, value: null };
  });

  mount(app, internalRoutes.entryAt, async (request) => {
    const { key, field, value } = request.body;
    return { entry: (await store.person(request.params.person).at(key, field, value)) ?? null };
  });

  mount(app, internalRoutes.readModel, async (request) => {
    const { key } = request.query;
    const newest = await store.person(request.params.person).extreme(key, 'metadata.write_ts', 'last');
    return { model: newest?.entry ?? null };
  });

  mount(app, internalRoutes.getEntry, async (request) => {
    const { person, entry: id } = request.params;
    const entry = await store.person(person).entry(id, request.query.key);
    if (entry === undefined) throw new SojournError('not-found');
    return entry;
  });
}

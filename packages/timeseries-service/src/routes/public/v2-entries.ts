import { DEFAULT_PAGE_SIZE, publicRoutes } from '@sojourn/datamodel/http';
import type { HttpServer } from '@sojourn/service-kit';
import { personOf } from '../access.js';
import { frameAnswer, linesAnswer, pageAnswer, wantsLines } from '../answer.js';
import type { RouteContext } from '../context.js';
import { entryQuery, frameQuery } from '../entry-query.js';
import { mount } from '../mount.js';

/** `/v2/entries/…` and `/v2/streams`: the caller's own entries. */
export function entryRoutes(app: HttpServer, { store }: RouteContext): void {
  mount(app, publicRoutes.queryEntries, async (request) => {
    const entries = store.person(personOf(request)).find(entryQuery(request.body));
    if (wantsLines(request)) return linesAnswer(entries);
    const { pageSize, cursor } = request.body;
    return pageAnswer('entries', await entries.page(pageSize ?? DEFAULT_PAGE_SIZE, cursor ?? undefined));
  });

  mount(app, publicRoutes.readOwnDataFrame, (request) =>
    frameAnswer(store.person(personOf(request)).frame(frameQuery(request.body))),
  );

  mount(app, publicRoutes.countEntries, async (request) => ({
    count: await store.person(personOf(request)).count(entryQuery(request.body)),
  }));

  mount(app, publicRoutes.listStreams, async (request) => ({
    streams: await store.person(personOf(request)).streams(),
  }));
}

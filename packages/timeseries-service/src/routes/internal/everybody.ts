import { SojournError } from '@sojourn/datamodel';
import { DEFAULT_PAGE_SIZE, internalRoutes } from '@sojourn/datamodel/http';
import type { HttpServer } from '@sojourn/service-kit';
import { frameAnswer, pageAnswer } from '../answer.js';
import type { RouteContext } from '../context.js';
import { entryQuery, frameQuery } from '../entry-query.js';
import { mount } from '../mount.js';

/** `/v1/entries` and `/v1/data-frame`: everybody's entries together. */
export function everybodyRoutes(app: HttpServer, { store }: RouteContext): void {
  const { everybody } = store;

  mount(app, internalRoutes.queryEverybody, async (request) => {
    const { pageSize = DEFAULT_PAGE_SIZE, cursor } = request.body;
    const page = await everybody.page(entryQuery(request.body), pageSize, cursor ?? undefined);
    return pageAnswer('entries', page, { locked: page.locked });
  });

  mount(app, internalRoutes.countEverybody, (request) => everybody.count(entryQuery(request.body)));

  mount(app, internalRoutes.peopleWithEntries, (request) => everybody.peopleWith(entryQuery(request.body)));

  mount(app, internalRoutes.findEntryOfAnybody, async (request) => {
    const entry = await everybody.entry(request.params.entry, request.query.key);
    if (entry === undefined) throw new SojournError('not-found');
    return entry;
  });

  mount(app, internalRoutes.readDataFrame, (request) =>
    frameAnswer(everybody.frame(frameQuery(request.body))),
  );
}

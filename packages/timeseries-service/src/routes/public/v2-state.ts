import { DEFAULT_PAGE_SIZE, publicRoutes } from '@sojourn/datamodel/http';
import { decode, type HttpServer } from '@sojourn/service-kit';
import { personOf } from '../access.js';
import type { RouteContext } from '../context.js';
import { mount } from '../mount.js';
import { quarantinePage, quarantineQuery } from './quarantine.js';
import { waitingItems } from './waiting.js';

/** `/v2/waiting` and `/v2/quarantine`: what has not reached the diary, and why. */
export function stateRoutes(app: HttpServer, { store }: RouteContext): void {
  mount(app, publicRoutes.listWaiting, async (request) => ({
    waiting: waitingItems(await store.person(personOf(request)).waiting()),
  }));

  mount(app, publicRoutes.listQuarantine, async (request) => {
    const { limit, cursor } = decode(publicRoutes.listQuarantine.query, request.query);
    const entries = store.person(personOf(request)).find(quarantineQuery);
    return quarantinePage(await entries.page(limit ?? DEFAULT_PAGE_SIZE, cursor));
  });
}

import {
  DEFAULT_PAGE_SIZE,
  MAXIMUM_PAGE_SIZE,
  type PersonWaiting,
  publicRoutes,
} from '@sojourn/datamodel/http';
import { decode, type HttpServer } from '@sojourn/service-kit';
import { personOf } from '../access.js';
import type { RouteContext } from '../context.js';
import { mount } from '../mount.js';
import { quarantinePage, quarantineQuery } from './quarantine.js';
import { waitingEvenDamaged, waitingFor } from './waiting.js';

/** `/v2/waiting`, also of everybody, and `/v2/quarantine`: what has not reached the diary, and why. */
export function stateRoutes(app: HttpServer, { store, config: { dormantSeconds } }: RouteContext): void {
  mount(app, publicRoutes.listWaiting, async (request) => ({
    waiting: (await waitingFor(store, personOf(request), dormantSeconds)).waiting,
  }));

  mount(app, publicRoutes.listWaitingPeople, async (request) => {
    const { after, limit = DEFAULT_PAGE_SIZE } = decode(publicRoutes.listWaitingPeople.query, request.query);
    const most = Math.max(1, Math.min(limit, MAXIMUM_PAGE_SIZE));
    const ids = await store.personIds(after, most);
    const people: PersonWaiting[] = [];
    for (const person of ids) {
      const found = await waitingEvenDamaged(store, person, dormantSeconds);
      if (found.waiting.length > 0) people.push({ person, ...found });
    }
    return { people, next: ids.length < most ? null : (ids.at(-1) ?? null) };
  });

  mount(app, publicRoutes.listQuarantine, async (request) => {
    const { limit, cursor } = decode(publicRoutes.listQuarantine.query, request.query);
    const entries = store.person(personOf(request)).find(quarantineQuery);
    return quarantinePage(await entries.page(limit ?? DEFAULT_PAGE_SIZE, cursor));
  });
}

import { isSojournError, type PersonId } from '@sojourn/datamodel';
import {
  DEFAULT_PAGE_SIZE,
  MAXIMUM_PAGE_SIZE,
  type PersonStorage,
  publicRoutes,
} from '@sojourn/datamodel/http';
import { decode, type HttpServer, settingsInForce } from '@sojourn/service-kit';
import { configOf, environmentNames } from '../../config.js';
import type { TimeseriesStore } from '../../timeseries/index.js';
import type { RouteContext } from '../context.js';
import { mount } from '../mount.js';

/** `/v2/storage/people` and `/v2/settings/timeseries`: what operators want to know of the store. */
export function operatorRoutes(app: HttpServer, { store, config }: RouteContext): void {
  mount(app, publicRoutes.listStorage, async (request) => {
    const { after, limit = DEFAULT_PAGE_SIZE } = decode(publicRoutes.listStorage.query, request.query);
    const most = Math.max(1, Math.min(limit, MAXIMUM_PAGE_SIZE));
    const ids = await store.personIds(after, most);
    const people: PersonStorage[] = [];
    for (const person of ids) people.push(...(await storageOf(store, person)));
    return { people, next: ids.length < most ? null : (ids.at(-1) ?? null) };
  });

  const settings = settingsInForce(
    { ...config },
    { defaults: { ...configOf({ data: config.data }), data: undefined }, variables: environmentNames },
  );
  mount(app, publicRoutes.listTimeseriesSettings, async () => ({ settings }));
}

/** Nothing of a person who was erased meanwhile; one whose head does not open must not be hidden by it. */
async function storageOf(store: TimeseriesStore, person: PersonId): Promise<PersonStorage[]> {
  try {
    return [{ person, ...(await store.person(person).storage()), damaged: false }];
  } catch (error) {
    if (!isSojournError(error)) throw error;
    if (error.code === 'person-unknown') return [];
    if (error.code !== 'head-damaged') throw error;
    const unknown = {
      custody: 'managed',
      locked: false,
      entries: 0,
      bytes: 0,
      first: null,
      last: null,
    } as const;
    return [{ person, ...unknown, damaged: true }];
  }
}

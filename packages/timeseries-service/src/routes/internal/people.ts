import { DEFAULT_PAGE_SIZE, internalRoutes } from '@sojourn/datamodel/http';
import { decode, type HttpServer } from '@sojourn/service-kit';
import type { PersonSummary } from '../../timeseries/index.js';
import type { RouteContext } from '../context.js';
import { mount } from '../mount.js';

/** `/v1/people`: who there is, and whether there is work to do for them. */
export function peopleRoutes(app: HttpServer, { store, register }: RouteContext): void {
  mount(app, internalRoutes.listPeople, async (request) => {
    const { after, limit = DEFAULT_PAGE_SIZE } = decode(internalRoutes.listPeople.query, request.query);
    const people: PersonSummary[] = [];
    for await (const person of store.people(after, limit)) people.push(person);
    return { people, next: people.length < limit ? null : (people.at(-1)?.id ?? null) };
  });

  mount(app, internalRoutes.getPerson, (request) => store.person(request.params.person).summary());

  mount(app, internalRoutes.registerPerson, async (request) => {
    const { person, created } = await register(request.body.token);
    return { id: person, created };
  });

  mount(app, internalRoutes.erasePerson, async (request) => ({
    tokens: await store.erase(request.params.person),
  }));

  mount(app, internalRoutes.readProfile, (request) => store.person(request.params.person).profile());

  mount(app, internalRoutes.patchProfile, async (request) => {
    const person = store.person(request.params.person);
    await person.updateProfile(request.body);
    return person.profile();
  });

  mount(app, internalRoutes.releaseQuarantine, (request) => store.person(request.params.person).release());

  mount(app, internalRoutes.readStates, async (request) => {
    const person = store.person(request.params.person);
    const [states, { processedSequence }] = await Promise.all([person.states(), person.summary()]);
    return { states, processedSequence };
  });
}

import { internalRoutes } from '@sojourn/datamodel/http';
import type { HttpServer } from '@sojourn/service-kit';
import type { RouteContext } from '../context.js';
import { DEFAULT_UNLOCK_SECONDS, lockState } from '../lock-state.js';
import { mount } from '../mount.js';

/** `/v1/people/…/unlock`, `lock` and `custody`: whose key opens the data, and for how long. */
export function custodyRoutes(app: HttpServer, { store }: RouteContext): void {
  mount(app, internalRoutes.unlockPerson, async (request) => {
    const person = store.person(request.params.person);
    const { ttl, ...secret } = request.body;
    const { settled } = await person.unlock(secret, (ttl ?? DEFAULT_UNLOCK_SECONDS) * 1000);
    return { ...(await lockState(person)), settled };
  });

  mount(app, internalRoutes.lockPerson, async (request) => {
    const person = store.person(request.params.person);
    await person.lock();
    return lockState(person);
  });

  mount(app, internalRoutes.changeCustody, async (request) => {
    const person = store.person(request.params.person);
    await person.setCustody(request.body);
    return lockState(person);
  });
}

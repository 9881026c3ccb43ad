import { publicRoutes } from '@sojourn/datamodel/http';
import type { HttpServer } from '@sojourn/service-kit';
import { personOf } from '../access.js';
import type { RouteContext } from '../context.js';
import { DEFAULT_UNLOCK_SECONDS, lockState } from '../lock-state.js';
import { mount } from '../mount.js';

/** `/v2/unlock` and `/v2/lock`: the caller opens and closes their own data. */
export function lockRoutes(app: HttpServer, { store }: RouteContext): void {
  mount(app, publicRoutes.unlock, async (request) => {
    const person = store.person(personOf(request));
    const { ttl, ...secret } = request.body;
    const { settled } = await person.unlock(secret, (ttl ?? DEFAULT_UNLOCK_SECONDS) * 1000);
    return { ...(await lockState(person)), settled };
  });

  mount(app, publicRoutes.lock, async (request) => {
    const person = store.person(personOf(request));
    await person.lock();
    return lockState(person);
  });
}

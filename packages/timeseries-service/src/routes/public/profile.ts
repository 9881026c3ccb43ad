import { referenceRoutes } from '@sojourn/datamodel/http';
import { dashUuid } from '@sojourn/datamodel/wire';
import type { HttpServer } from '@sojourn/service-kit';
import { ownedByPhone } from '../../profile/index.js';
import { callerOf, personOf } from '../access.js';
import type { RouteContext } from '../context.js';
import { mount } from '../mount.js';

/** `/profile/…`: registration, and what a phone says about itself. */
export function profileRoutes(app: HttpServer, { store, register }: RouteContext): void {
  mount(app, referenceRoutes.profileCreate, async (request) => {
    const { person } = await register(callerOf(request).token);
    return { uuid: dashUuid(person) };
  });

  mount(app, referenceRoutes.profileGet, (request) => store.person(personOf(request)).profile());

  mount(app, referenceRoutes.profileUpdate, async (request) => {
    await store.person(personOf(request)).updateProfile(ownedByPhone(request.body.update_doc));
    return { update: true };
  });
}

import type { HttpServer } from '@sojourn/service-kit';
import { marksOfCall } from '../../profile/index.js';
import type { RouteContext } from '../context.js';

/**
 * Notes in the caller's profile when they last called. Uploads carry their marks in their own commit, so they
 * are left out here; the others wait in memory for the next commit, as no read is worth a write.
 */
export function noteCalls(app: HttpServer, { store, clock }: RouteContext): void {
  app.addHook('preHandler', async (request) => {
    const person = request.caller?.person;
    const path = request.routeOptions.url ?? '';
    if (person == null || path.startsWith('/usercache/put')) return;
    store.person(person).touch(marksOfCall(path, clock() / 1000));
  });
}

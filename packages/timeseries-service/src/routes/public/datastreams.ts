import { DEFAULT_PAGE_SIZE, referenceRoutes } from '@sojourn/datamodel/http';
import type { HttpServer } from '@sojourn/service-kit';
import { personOf } from '../access.js';
import { listAnswer, pageAnswer } from '../answer.js';
import type { RouteContext } from '../context.js';
import { mount } from '../mount.js';
import { lacksTruncationMethod, referenceQuery, requireAtMost } from './reference-query.js';

/** `/datastreams/find_entries/…`: all entries at once as the reference answers them, or page by page. */
export function datastreamRoutes(app: HttpServer, { store }: RouteContext): void {
  mount(app, referenceRoutes.findEntries, async (request) => {
    const { body } = request;
    const query = referenceQuery(body);
    const person = store.person(personOf(request));
    if (lacksTruncationMethod(body)) requireAtMost(await person.count(query), body.max_entries);
    const entries = person.find(query);
    if (body.page_size === undefined && body.cursor == null) return listAnswer('phone_data', entries);
    const page = await entries.page(body.page_size ?? DEFAULT_PAGE_SIZE, body.cursor ?? undefined);
    return pageAnswer('phone_data', page);
  });
}

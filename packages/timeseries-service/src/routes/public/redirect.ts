import type { HttpServer } from '@sojourn/service-kit';
import type { RouteContext } from '../context.js';

/** `GET /redirect/…`: invitation links, which open the web page or the app. No phone calls it. */
export function redirectRoutes(app: HttpServer, _context: RouteContext): void {
  app.route({
    method: 'GET',
    url: '/redirect/:route',
    schema: {
      operationId: 'redirect',
      summary: 'Send an invitation link on to the web page or the app',
      tags: ['reference'],
    },
    config: { access: { caller: 'anyone', withoutToken: 'token-missing' } },
    handler: async (request, reply) => {
      const { route } = request.params as { route: string };
      const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '';
      return reply
        .code(303)
        .header('location', targetOf(encodeURIComponent(route), query))
        .send({ redirect: 'success' });
    },
  });
}

/** Joining a group is set up on the web page; everything else is an address inside the app. */
function targetOf(route: string, query: string): string {
  return route === 'join' ? `/#/setup${query}` : `emission://${route}${query}`;
}

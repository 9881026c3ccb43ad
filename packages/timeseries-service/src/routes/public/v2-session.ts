import { publicRoutes } from '@sojourn/datamodel/http';
import type { HttpServer } from '@sojourn/service-kit';
import { SESSION_COOKIE } from '../../callers/index.js';
import { callerOf } from '../access.js';
import type { RouteContext } from '../context.js';
import { lockState } from '../lock-state.js';
import { mount } from '../mount.js';

/** `/v2/session` and `/v2/me`: a browser's way to keep its token out of reach of scripts. */
export function sessionRoutes(app: HttpServer, context: RouteContext): void {
  const { callers, sessions, store, clock } = context;
  const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure: 'auto' } as const;

  mount(app, publicRoutes.openSession, async (request, reply) => {
    const { token } = request.body;
    const { role } = await callers.identify({ token });
    reply.setCookie(SESSION_COOKIE, await sessions.seal(token), { ...cookie, maxAge: sessions.lifetime });
    return { role, expires: Math.floor(clock() / 1000) + sessions.lifetime };
  });

  mount(app, publicRoutes.closeSession, async (_request, reply) => {
    reply.clearCookie(SESSION_COOKIE, cookie);
  });

  mount(app, publicRoutes.me, async (request) => {
    const { role, person } = callerOf(request);
    const data = person === null ? null : await lockState(store.person(person));
    return { role, person, data };
  });
}

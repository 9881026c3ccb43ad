import { type PersonId, SojournError } from '@sojourn/datamodel';
import { type Role, type Route, roles, type ServiceScope, serviceScopes } from '@sojourn/datamodel/http';
import { requireServiceToken, type ServiceTokenAuthority } from '@sojourn/service-kit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Caller, type Callers, presentedToken } from '../callers/index.js';

/** Audience of the service tokens that this service takes. */
export const SERVICE_AUDIENCE = 'timeseries';

/** Who may call a route; every route says so, and one that does not cannot be registered. */
export interface Access {
  readonly caller: Route['caller'];
  /** Answer to a request without any token: phones always send one, so for them it is a malformed request. */
  readonly withoutToken: 'request-invalid' | 'token-missing';
}

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly access?: Access;
  }
  interface FastifyRequest {
    /** Who is asking; null on routes for anyone and on the internal listener. */
    caller: Caller | null;
  }
}

type Guarded = Pick<FastifyInstance, 'addHook' | 'decorateRequest'>;

/** Says nothing about anybody, so it needs no caller. */
const HEALTH_PATH = '/healthz';

/** Guards every route of the public listener by what it declares. */
export function guardPublicRoutes(app: Guarded, callers: Callers): void {
  refuseUndeclared(app, (caller) => !isScope(caller));
  app.decorateRequest('caller', null);
  // The token may stand in the body, so it is looked for once that is read, and before it is judged.
  app.addHook('preValidation', async (request) => {
    const access = accessOf(request);
    if (access !== undefined && access.caller !== 'anyone') {
      request.caller = await admit(request, access, callers);
    }
  });
}

/** Guards every route of the internal listener: nothing is read from a caller without the scope. */
export function guardInternalRoutes(app: Guarded, authority: ServiceTokenAuthority): void {
  refuseUndeclared(app, isScope);
  app.addHook('onRequest', async (request) => {
    const scope = accessOf(request)?.caller;
    if (scope === undefined) return;
    await requireServiceToken(authority, { audience: SERVICE_AUDIENCE, scope })(request);
  });
}

/** The person who is asking. Only for routes that declare `person`. */
export function personOf(request: FastifyRequest): PersonId {
  const { person } = callerOf(request);
  if (person === null) throw new SojournError('person-unknown');
  return person;
}

/** The owner of the token. Not for routes that anyone may call. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new SojournError('token-missing');
  return request.caller;
}

async function admit(request: FastifyRequest, access: Access, callers: Callers): Promise<Caller> {
  const presented = presentedToken(request);
  if (presented === undefined) throw missingToken(access);
  const caller = await callers.identify(presented);
  if (access.caller === 'person' && caller.person === null) throw new SojournError('person-unknown');
  if (isRole(access.caller) && roles.indexOf(caller.role) < roles.indexOf(access.caller)) {
    throw new SojournError('role-insufficient', { detail: `the role ${access.caller} is needed` });
  }
  return caller;
}

function missingToken({ withoutToken }: Access): SojournError {
  if (withoutToken === 'token-missing') return new SojournError('token-missing');
  return new SojournError('request-invalid', { errors: [{ path: 'user', code: 'missing' }] });
}

/** What the route declares; undefined where nothing is protected: no route at all, or the health check. */
function accessOf(request: FastifyRequest): Access | undefined {
  if (request.is404 || request.routeOptions.url === HEALTH_PATH) return undefined;
  const { access } = request.routeOptions.config;
  if (access === undefined) throw new SojournError('role-insufficient', { detail: 'nobody may call this' });
  return access;
}

function refuseUndeclared(app: Guarded, allows: (caller: Route['caller']) => boolean): void {
  app.addHook('onRoute', (route) => {
    const access = route.config?.access;
    if (access === undefined || !allows(access.caller)) {
      throw new Error(`The route ${String(route.method)} ${route.url} does not declare who may call it`);
    }
  });
}

function isScope(caller: string): caller is ServiceScope {
  return (serviceScopes as readonly string[]).includes(caller);
}

function isRole(caller: string): caller is Role {
  return (roles as readonly string[]).includes(caller);
}

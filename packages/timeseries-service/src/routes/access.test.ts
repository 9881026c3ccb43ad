import { allRoutes, type ServiceScope, serviceScopes } from '@sojourn/datamodel/http';
import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningService, startService } from '../testing/index.js';
import { guardInternalRoutes, guardPublicRoutes } from './index.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService({ documented: true });
});
afterAll(() => service.stop());

const person = 'a'.repeat(32);
const fill = (path: string) =>
  path
    .replace(':person', person)
    .replace(':entry', 'b'.repeat(24))
    .replace(':tokenId', 'c'.repeat(24))
    .replace(/:\w+/, 'x');
const ours = allRoutes.filter(({ surface, servedBy }) => surface !== 'pipeline' && servedBy === undefined);
const inside = ours.filter(({ surface }) => surface === 'internal');

describe('every route', () => {
  it('has to declare who may call it', async () => {
    const app = fastify();
    guardPublicRoutes(app, { identify: () => Promise.reject(new Error('nobody')) });
    expect(() => app.get('/open', async () => 'hello')).toThrow('does not declare who may call it');
    const other = fastify();
    guardInternalRoutes(other, service.authority);
    expect(() => other.get('/open', async () => 'hello')).toThrow('does not declare who may call it');
    const config = { access: { caller: 'anyone', withoutToken: 'token-missing' } } as const;
    expect(() => other.get('/open', { config }, async () => 'hello')).toThrow('does not declare');
  });

  it.each(ours.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s is served as it is declared',
    (_name, { method, path: url, surface }) => {
      const server = surface === 'internal' ? service.internal : service.public;
      expect(server.hasRoute({ method, url })).toBe(true);
    },
  );

  it('that is served is declared, but for links, health and metrics', () => {
    const declared = new Set(ours.map(({ path }) => path.split('/')[1]));
    const served = [service.public, service.internal]
      .flatMap((server) => Object.keys((server.swagger() as { paths: object }).paths))
      .filter((path) => !declared.has(path.split('/')[1]));
    expect(served).toEqual(['/redirect/{route}', '/metrics']);
  });
});

describe('the public listener', () => {
  it.each(ours.filter(({ surface, caller }) => surface !== 'internal' && caller !== 'anyone'))(
    '$method $path refuses callers without a token',
    async ({ method, path }) => {
      const init = method === 'POST' ? { body: '{}', headers: { 'content-type': 'application/json' } } : {};
      const { status } = await service.call(fill(path), { method, ...init });
      expect([400, 401]).toContain(status);
    },
  );

  it.each(inside)('has no $method $path', async ({ method, path }) => {
    expect((await service.call(fill(path), { method })).status).toBe(404);
  });

  it('has no metrics', async () => {
    expect((await service.call('/metrics')).status).toBe(404);
  });
});

describe('the internal listener', () => {
  const call = (method: string, path: string, token?: string) =>
    fetch(`${service.internalUrl}${fill(path)}`, {
      method,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
  const mint = (scope: readonly ServiceScope[], audience = 'timeseries', ttl = 60) =>
    service.authority.mint({ subject: 'test', audience, scope, ttl });
  const routes = [...inside, { method: 'GET', path: '/metrics', caller: 'store:read' }] as const;

  it.each(routes)('$method $path wants a token', async ({ method, path }) => {
    expect((await call(method, path)).status).toBe(401);
    expect((await call(method, path, 'x.y.z')).status).toBe(401);
  });

  it.each(routes)('$method $path wants the scope $caller', async ({ method, path, caller }) => {
    const others = await mint(serviceScopes.filter((scope) => scope !== caller));
    expect((await call(method, path, others)).status).toBe(403);
    expect([401, 403]).not.toContain((await call(method, path, await mint([caller as ServiceScope]))).status);
  });

  it.each(routes)('$method $path wants a token of today, made for it', async ({ method, path, caller }) => {
    const scope = [caller as ServiceScope];
    expect((await call(method, path, await mint(scope, 'pipeline'))).status).toBe(401);
    expect((await call(method, path, await mint(scope, 'timeseries', -10))).status).toBe(401);
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${(await mint(scope)).split('.')[1]}.`;
    expect((await call(method, path, unsigned)).status).toBe(401);
  });

  it('does not take tokens of people', async () => {
    const { token } = await service.participant();
    expect((await call('GET', '/v1/people', token)).status).toBe(401);
  });
});

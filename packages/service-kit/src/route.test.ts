import { defineRoute, internalRoutes, publicRoutes } from '@sojourn/datamodel/http';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { createHttpServer, type HttpServer } from './http-server.js';
import { createLogger } from './logger.js';
import { decode, routeOf } from './route.js';

let app: HttpServer;
beforeEach(() => {
  app = createHttpServer({ logger: createLogger({ name: 'test', level: 'silent' }) });
});
afterEach(() => app.close());

describe('routeOf', () => {
  it('validates by the shapes and gives the handler their types', async () => {
    app.route({
      ...routeOf(internalRoutes.acquireLease),
      handler: async (request) => {
        expectTypeOf(request.body).toEqualTypeOf<{
          owner: string;
          ttl: number;
          heldFor?: number | undefined;
        }>();
        expectTypeOf(request.params).toEqualTypeOf<{ person: string }>();
        return { fence: 1, expires: request.body.ttl, sequence: 7 };
      },
    });
    const call = (person: string, payload: object) =>
      app.inject({ method: 'POST', url: `/v1/people/${person}/lease`, payload });
    const person = 'a42edbb7bacb4b009ebb7739af272d77';
    expect((await call(person, { owner: 'me', ttl: 60 })).json()).toEqual({
      fence: 1,
      expires: 60,
      sequence: 7,
    });
    expect((await call(person, { owner: 'me', ttl: 0 })).json()).toMatchObject({ errors: [{ path: 'ttl' }] });
    expect((await call('nobody', { owner: 'me', ttl: 60 })).json()).toMatchObject({
      errors: [{ path: 'params.person' }],
    });
  });

  it('describes an answer without rewriting it', async () => {
    const route = defineRoute({
      id: 'x',
      surface: 'public',
      method: 'GET',
      path: '/v2/x',
      summary: 'x',
      caller: 'anyone',
      idempotent: true,
      response: z.object({ a: z.number() }),
    });
    app.route({ ...routeOf(route), handler: async () => ({ b: 9007199254740993n, a: 1, c: Number.NaN }) });
    expect((await app.inject('/v2/x')).body).toBe('{"b":9007199254740993,"a":1,"c":null}');
  });
});

describe('decode', () => {
  it('gives a program the decoded side', () => {
    const query = decode(internalRoutes.listPeople.query, { limit: '20' });
    expect(query.limit).toBe(20);
    const privateKey = Buffer.alloc(32, 7);
    const body = decode(publicRoutes.unlock.body, { privateKey: privateKey.toString('base64url') });
    expect('privateKey' in body && Buffer.from(body.privateKey)).toEqual(privateKey);
  });

  it('names what is wrong', () => {
    expect(() => decode(internalRoutes.listPeople.query, { limit: 'many' })).toThrow(
      expect.objectContaining({ code: 'request-invalid', errors: [{ path: 'limit', code: 'invalid' }] }),
    );
  });
});

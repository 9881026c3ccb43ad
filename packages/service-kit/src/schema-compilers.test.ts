import { allRoutes } from '@sojourn/datamodel/http';
import type { FastifySchema } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpServer, type HttpServer } from './http-server.js';
import { createLogger } from './logger.js';
import { routeOf } from './route.js';

const parts = ['params', 'querystring', 'body'] as const;

let app: HttpServer;
beforeAll(() => {
  app = createHttpServer({ logger: createLogger({ name: 'test', level: 'silent' }) });
  app.get('/compile', async (request) => {
    for (const schema of allRoutes.map((route) => routeOf(route).schema as FastifySchema)) {
      for (const part of parts) {
        if (schema[part] !== undefined) request.validateInput(null, schema[part] as Record<string, unknown>);
      }
    }
    return {};
  });
});
afterAll(() => app.close());

describe('the schemas of all declared routes', () => {
  // A server compiles them when requests come: one that cannot be compiled would not keep it from starting.
  it('can be compiled', async () => {
    const answer = await app.inject('/compile');
    expect([answer.statusCode, answer.body]).toEqual([200, '{}']);
  });
});

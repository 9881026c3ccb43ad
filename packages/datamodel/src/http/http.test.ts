import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SojournError } from '../errors.js';
import {
  allRoutes,
  dashedPersonId,
  errorOfAnswer,
  keyBytesText,
  pathOf,
  referenceRoutes,
  routeById,
  routesOf,
  serviceScopes,
  wholeNumberText,
} from './index.js';

describe('routes', () => {
  it('have unique ids and addresses', () => {
    expect(new Set(allRoutes.map(({ id }) => id)).size).toBe(allRoutes.length);
    expect(new Set(allRoutes.map(({ surface, method, path }) => `${surface} ${method} ${path}`)).size).toBe(
      allRoutes.length,
    );
  });

  it('are grouped by surface, each under its own prefix', () => {
    expect(routesOf('reference').map(({ path }) => path)).toContain('/usercache/put');
    for (const { path } of routesOf('reference')) expect(path).not.toMatch(/^\/v\d/);
    for (const { path } of routesOf('public')) expect(path).toMatch(/^\/v2\//);
    for (const { path } of routesOf('internal')) expect(path).toMatch(/^\/v1\//);
  });

  it('are open to services by scope only on the inside, and never there to a public role', () => {
    for (const { surface, caller } of allRoutes) {
      const inside = surface === 'internal' || surface === 'pipeline';
      expect((serviceScopes as readonly string[]).includes(caller)).toBe(inside);
    }
  });

  it.each(allRoutes.map((route) => [route.id, route] as const))(
    '%s can be described as JSON Schema',
    (_, route) => {
      for (const shape of [
        route.params,
        route.query,
        route.body,
        route.bodyLine,
        route.response,
        route.responseLine,
      ]) {
        if (shape === undefined) continue;
        const schema = z.toJSONSchema(shape, { target: 'draft-7', io: 'input', unrepresentable: 'any' });
        expect(Object.keys(schema).length).toBeGreaterThan(1);
      }
    },
  );

  it('declare every parameter of their path', () => {
    for (const { path, params } of allRoutes) {
      const names = [...path.matchAll(/:(\w+)/g)].map((match) => match[1]);
      expect(params === undefined ? [] : Object.keys((params as unknown as z.ZodObject).shape)).toEqual(
        names,
      );
    }
  });

  it('answer something unless the answer is empty', () => {
    for (const route of allRoutes) {
      const isEmpty = !route.response && !route.responseLine && !route.streams;
      expect(isEmpty).toBe(route.status === 204);
    }
  });

  it('are found by id', () => {
    expect(routeById('findEntries')).toBe(referenceRoutes.findEntries);
    expect(routeById('toString')).toBeUndefined();
  });
});

describe('pathOf', () => {
  it('fills in parameters, encoded', () => {
    expect(pathOf(referenceRoutes.findEntries, { time_type: 'a/b' })).toBe('/datastreams/find_entries/a%2Fb');
  });

  it('refuses a missing or empty one', () => {
    expect(() => pathOf(referenceRoutes.findEntries)).toThrow(RangeError);
    expect(() => pathOf(referenceRoutes.findEntries, { time_type: '' })).toThrow(RangeError);
  });
});

describe('codecs', () => {
  it('write a person with dashes and read it without', () => {
    const dashed = 'a42edbb7-bacb-4b00-9ebb-7739af272d77';
    expect(z.decode(dashedPersonId, dashed)).toBe('a42edbb7bacb4b009ebb7739af272d77');
    expect(z.encode(dashedPersonId, 'a42edbb7bacb4b009ebb7739af272d77')).toBe(dashed);
  });

  it('write key bytes as base64url', () => {
    const bytes = Uint8Array.from({ length: 32 }, (_, index) => 255 - index * 7);
    const text = z.encode(keyBytesText, bytes);
    expect(text).toBe(Buffer.from(bytes).toString('base64url'));
    expect(z.decode(keyBytesText, text)).toEqual(bytes);
    expect(keyBytesText.safeParse('short').success).toBe(false);
  });

  it('write whole numbers as text', () => {
    expect(z.decode(wholeNumberText, '120')).toBe(120);
    expect(z.encode(wholeNumberText, 120)).toBe('120');
    for (const text of ['', '-1', '1.5', '01', '1e3', ' 1']) {
      expect(wholeNumberText.safeParse(text).success).toBe(false);
    }
  });
});

describe('entries in requests and answers', () => {
  it('keep the order of their members', () => {
    const entry = { data: { z: 1, a: 2 }, metadata: { write_ts: 1, key: 'k' } };
    const body = z.decode(referenceRoutes.usercachePut.body, { phone_to_server: [entry] });
    expect(body.phone_to_server[0]).toBe(entry);
  });

  it.each([null, 3, [], {}, { metadata: {} }, { metadata: {}, data: [] }])('are not %j', (value) => {
    const body = { phone_to_server: [value] };
    expect(referenceRoutes.usercachePut.body.safeParse(body).success).toBe(false);
  });
});

describe('errorOfAnswer', () => {
  it('is the inverse of toProblem', () => {
    const error = new SojournError('request-invalid', {
      detail: 'why',
      errors: [{ path: 'a.b', code: 'missing' }],
    });
    const copy = errorOfAnswer(400, JSON.parse(JSON.stringify(error.toProblem())), 3);
    expect(copy).toMatchObject({
      code: error.code,
      detail: error.detail,
      errors: error.errors,
      retryAfter: 3,
    });
  });

  it.each([
    [503, undefined, 'service-unavailable'],
    [403, '<html>', 'token-invalid'],
    [500, { code: 'from-the-future' }, 'internal'],
    [301, undefined, 'response-invalid'],
  ])('makes the best of %s with %j', (status, body, code) => {
    expect(errorOfAnswer(status, body).code).toBe(code);
  });
});

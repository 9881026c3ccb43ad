import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalTarget } from './canonical-path.js';

const canonical = (target: string) => canonicalTarget(target, ['/api'])?.path;

describe('one form for every spelling', () => {
  test.each([
    ['/usercache/put', '/usercache/put'],
    ['/api/usercache/put', '/usercache/put'],
    ['/api//usercache/put', '/usercache/put'],
    ['//usercache///put', '/usercache/put'],
    ['/%75sercache/p%55t', '/usercache/pUt'],
    ['/%61pi/v2/streams', '/v2/streams'],
    ['/api', '/'],
    ['/api/', '/'],
    ['/apiary', '/apiary'],
    // Once: a second prefix is part of the path.
    ['/api/api/v1', '/api/v1'],
    ['/a%20b%c3%a9', '/a%20b%C3%A9'],
    ['/page.html', '/page.html'],
    ['/.well-known/x', '/.well-known/x'],
    ['/', '/'],
  ])('%s → %s', (target, path) => {
    expect(canonical(target)).toBe(path);
  });

  test('the query stays as it came', () => {
    expect(canonicalTarget('/data?a=%2F..;b//c', [])).toEqual({ path: '/data', query: '?a=%2F..;b//c' });
  });
});

describe('what two readers could read differently is refused', () => {
  test.each([
    '/usercache/../v1/people',
    '/usercache/%2e%2e/v1/people',
    '/usercache/.%2E/v1',
    '/./v1',
    '/usercache/..',
    '/usercache%2f..%2fv1',
    '/usercache%2Fput',
    '/usercache/..;/v1',
    '/v2;x=y/streams',
    '/v2%3bx/streams',
    '/usercache\\..\\v1',
    '/usercache%5c..%5cv1',
    '/v1%00/people',
    '/%252e%252e/v1',
    '/%25%32%65/v1',
    '/bad%',
    '/bad%4',
    '/bad%zz',
    '/tab\there',
    '/caf\u00e9',
    '/data#fragment',
    'http://other/v1/people',
    'v1/people',
    '*',
    '',
    '/data?a b',
  ])('%s', (target) => {
    expect(canonicalTarget(target, ['/api'])).toBeUndefined();
  });
});

const segment = fc.oneof(
  fc.constantFrom(
    'v1',
    'api',
    '.',
    '..',
    '',
    ';',
    '%2e',
    '%2F',
    '%5c',
    '%25',
    '%2e%2e',
    '\\',
    'people',
    '%76%31',
  ),
  fc.string({ maxLength: 6 }),
);
const target = fc.array(segment, { maxLength: 6 }).map((segments) => `/${segments.join('/')}`);

test('the canonical form is a fixed point, and every URL parser reads it as it is written', () => {
  fc.assert(
    fc.property(target, (text) => {
      const once = canonicalTarget(text, []);
      if (once === undefined) return;
      expect(canonicalTarget(once.path + once.query, [])).toEqual(once);
      expect(new URL(once.path + once.query, 'http://host').pathname).toBe(once.path);
    }),
    { numRuns: 2000 },
  );
});

test('no spelling of an internal path passes as another path', () => {
  fc.assert(
    fc.property(target, (text) => {
      const form = canonicalTarget(text, []);
      if (form === undefined) return;
      // What a service that decodes once, twice and resolves dots would see.
      let seen = form.path;
      for (let time = 0; time < 2; time += 1) {
        seen = new URL(seen.replace(/%25/g, '%'), 'http://host').pathname;
        if (seen.startsWith('/v1/')) expect(form.path.startsWith('/v1/')).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

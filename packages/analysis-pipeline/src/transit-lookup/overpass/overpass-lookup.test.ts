import type { ServerResponse } from 'node:http';
import { point } from '@sojourn/datamodel/geo';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { boxAround } from '../../stages/index.js';
import { boxesOf, type OverpassServer, startOverpassServer } from '../../testing/transit/index.js';
import type { PlacedElement } from '../placed-element.js';
import { OverpassLookup } from './overpass-lookup.js';
import { secondsToWait } from './server-status.js';

const stopAt = (id: number, lon: number, lat: number): PlacedElement => ({
  type: 'node',
  id,
  lon,
  lat,
  tags: { highway: 'bus_stop', name: 'somewhere' },
});
const here = boxAround(point(2.3522, 48.8566), 150);
const there = boxAround(point(2.4, 48.9), 150);
const known: PlacedElement[] = [
  stopAt(1, 2.3523, 48.8567),
  stopAt(2, 2.3599, 48.8566),
  {
    type: 'way',
    id: 3,
    bounds: { minlat: 48.856, minlon: 2.35, maxlat: 48.857, maxlon: 2.353 },
    tags: { railway: 'station', train: 'yes' },
  },
  {
    type: 'relation',
    id: 4,
    tags: { type: 'route', route: 'bus', network: 'N', colour: 'red' },
    members: [{ type: 'node', ref: 1 }],
  },
];

let server: OverpassServer;
let now = 0;
let failures: string[] = [];
const lookup = (options: object = {}) =>
  new OverpassLookup({
    address: server.address,
    interval: 0,
    timeout: 5,
    clock: () => now,
    onFailure: (error) => failures.push(String(error)),
    ...options,
  });

beforeEach(async () => {
  server = await startOverpassServer(known);
  failures = [];
});
afterEach(() => server.stop());

const route = { id: 4, tags: { type: 'route', route: 'bus', network: 'N' } };
const stopsHere = [
  { id: 1, tags: { highway: 'bus_stop' }, routes: [route] },
  { id: 3, tags: { railway: 'station', train: 'yes' }, routes: [] },
];

describe('a server that answers', () => {
  it('is asked once about what several trips want to know, and says what is in each box', async () => {
    const overpass = lookup();
    expect(await overpass.lookUp([here, there, here])).toEqual([stopsHere, [], stopsHere]);
    expect(await overpass.lookUp([there, here])).toEqual([[], stopsHere]);
    expect(server.questions).toHaveLength(1);
    expect(failures).toEqual([]);
  });

  it('learns no more than which square of a kilometre or so', async () => {
    await lookup().lookUp([here]);
    const numbers = [...server.questions[0]!.matchAll(/\d+\.\d+/g)].map(([text]) => text);
    expect(new Set(numbers)).toEqual(new Set(['48.85', '2.35', '48.86', '2.36']));
  });

  it('is asked about many squares at a time, but not about all', async () => {
    const boxes = Array.from({ length: 40 }, (_, index) =>
      boxAround(point(2.005 + index / 100, 48.005), 150),
    );
    await lookup().lookUp(boxes);
    expect(server.questions.map((question) => boxesOf(question).length)).toEqual([16, 16, 8]);
  });

  it('is asked again when it was busy and says when it will not be', async () => {
    server.instead.push((response) => response.writeHead(429).end('<html>'));
    server.status = ['', '', '', '', '0 slots', 'Slot available after: x, in 0 seconds.', ''].join('\n');
    expect(await lookup().lookUp([here])).toEqual([stopsHere]);
    expect(server.questions).toHaveLength(2);
  });
});

describe('a server that does not', () => {
  const busy = (response: ServerResponse) => response.writeHead(429).end();
  it.each<[string, (response: ServerResponse) => void, string]>([
    ['answers with a page', (response) => response.writeHead(504).end('<html>'), 'a 504'],
    ['answers something else', (response) => response.end('{"version":0.6}'), 'a 200'],
    ['ran out of time', (response) => response.end('{"elements":[],"remark":"runtime error"}'), 'a 200'],
    ['hangs up', (response) => response.destroy(), 'no answer'],
    ['does not say when to come back', busy, 'too busy'],
  ])('%s leaves it open which stops there are', async (_, instead, reason) => {
    server.instead.push(instead);
    expect(await lookup().lookUp([here, there])).toEqual([undefined, undefined]);
    expect(failures).toEqual([expect.stringContaining(reason)]);
    expect(failures.join()).not.toMatch(/48|2\.3/);
  });

  it('answers in time is given up', async () => {
    server.instead.push(() => undefined);
    expect(await lookup({ timeout: 0.05 }).lookUp([here])).toEqual([undefined]);
    expect(failures).toEqual([expect.stringContaining('no answer')]);
  });

  it('is not asked for ever: not more than three times when it stays busy', async () => {
    server.instead.push(busy, busy, busy);
    server.status = ['', '', '', '', '2 slots available now.'].join('\n');
    expect(await lookup().lookUp([here])).toEqual([undefined]);
    expect(server.questions).toHaveLength(3);
  });

  it('is left alone for a minute, and what was known before stays known', async () => {
    const overpass = lookup();
    await overpass.lookUp([there]);
    server.instead.push((response) => response.destroy());
    expect(await overpass.lookUp([here, there])).toEqual([undefined, []]);
    expect(await overpass.lookUp([here])).toEqual([undefined]);
    expect(server.questions).toHaveLength(2);
    now += 60_000;
    expect(await overpass.lookUp([here])).toEqual([stopsHere]);
  });

  it('has an address costs nothing but the answer', async () => {
    await server.stop();
    expect(await lookup().lookUp([here])).toEqual([undefined]);
  });
});

describe('the page on which a busy server says when to come back', () => {
  const page = (...lines: string[]) =>
    ['Connected as: 1', 'Time', 'Endpoint', 'Rate limit: 2', ...lines].join('\n');
  const after = (seconds: string) => `Slot available after: 2024-06-10T08:00:00Z, in ${seconds} seconds.`;
  it.each([
    ['at once', page('2 slots available now.', 'Currently running queries'), 0],
    ['after the shorter of two waits', page(after('12'), after('7')), 7],
    ['after the one wait', page(after('12'), 'Currently running queries'), 12],
    ['after the waits below a count of none', page('0 slots available now.', after('9'), after('30')), 9],
    ['never said', page('out of order'), undefined],
    ['on no page at all', '', undefined],
  ])('%s', (_, text, seconds) => {
    expect(secondsToWait(text)).toBe(seconds);
  });
});

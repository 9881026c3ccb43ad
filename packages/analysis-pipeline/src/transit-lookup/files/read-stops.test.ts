import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { point } from '@sojourn/datamodel/geo';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { boxAround } from '../../stages/index.js';
import { pbfExtract, zipOf } from '../../testing/transit/index.js';
import { readStops } from './index.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sojourn-stops-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function fileWith(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

const here = boxAround(point(2.3522, 48.8566), 150);
const nowhere = boxAround(point(12, 48), 150);
const route = { id: 9, tags: { type: 'route', route: 'tram', network: 'N' } };

describe('an OpenStreetMap extract', () => {
  const corner = (id: number, lon: number) => ({ type: 'node', id, lat: 48.857, lon });
  const elements = [
    { type: 'node', id: 1, lat: 48.8567, lon: 2.3523, tags: { highway: 'bus_stop', name: 'Ä' } },
    { type: 'node', id: 2, lat: 48.8567, lon: 2.3524, tags: { amenity: 'bench' } },
    corner(3, 2.34),
    corner(4, 2.36),
    { type: 'way', id: 5, refs: [3, 4, 77], tags: { railway: 'station', tram: 'yes' } } as const,
    { type: 'way', id: 6, refs: [3, 4], tags: { highway: 'primary' } } as const,
    { ...route, type: 'relation', members: [1, 2].map((ref) => ({ type: 'node', ref })) },
    { type: 'relation', id: 10, tags: { type: 'multipolygon' }, members: [{ type: 'node', ref: 1 }] },
  ];
  const expected = [
    { id: 1, tags: { highway: 'bus_stop' }, routes: [route] },
    { id: 5, tags: { railway: 'station', tram: 'yes' }, routes: [] },
  ];

  it('gives its stops with their routes, and stations where they lie', async () => {
    const stops = await readStops(await fileWith('town.osm.pbf', pbfExtract(elements)));
    expect(stops.stopsIn(here)).toEqual(expected);
    expect(stops.stopsIn(nowhere)).toEqual([]);
    expect(stops.counts).toEqual({ stops: 2, known: 2 });
  });

  it('may be written as JSON', async () => {
    const bounds = { minlat: 48.857, minlon: 2.34, maxlat: 48.857, maxlon: 2.36 };
    const listed = elements.map((element) => ('refs' in element ? { ...element, bounds } : element));
    const stops = await readStops(await fileWith('town.json', JSON.stringify({ elements: listed })));
    expect(stops.stopsIn(here)).toEqual(expected);
  });

  it.each([
    ['cut.osm.pbf', pbfExtract(elements).subarray(0, 60)],
    ['noise.pbf', Buffer.alloc(100, 7)],
    ['empty.pbf', ''],
    ['list.json', '[]'],
    ['noise.json', '{'],
    ['stops.gpx', ''],
  ])('is refused when it is none: %s', async (name, content) => {
    await expect(readStops(await fileWith(name, content))).rejects.toThrow();
  });
});

describe('a GTFS feed', () => {
  const tables = {
    'stops.txt':
      '\uFEFFstop_id,stop_name,stop_lat,stop_lon,vehicle_type\r\na,"Gare, centrale",48.8567,2.3523,\r\nb,B,48.8568,2.3524,2\r\nc,C,,,\r\n',
    'routes.txt': 'route_id,agency_id,route_type\nr1,A,3\nr2,A,109\nr3,A,1500\n',
    'trips.txt': 'route_id,service_id,trip_id\nr1,x,t1\nr1,x,t2\nr2,x,t3\nr3,x,t4\n',
    'stop_times.txt':
      'trip_id,arrival_time,stop_id\nt1,8:00,a\nt2,9:00,a\nt3,9:00,a\nt4,9:00,a\nt9,9:00,a\nt1,8:05,b\n',
  };
  const kinds = async (path: string) =>
    (await readStops(path)).stopsIn(here).map(({ tags, routes }) => [tags, routes.map((r) => r.tags.route)]);
  const station = { railway: 'station', train: 'yes' };
  const expected = [
    [{}, ['bus', 'train']],
    [station, ['bus']],
  ];

  it('gives its stops with the routes that serve them, from a ZIP file or a folder', async () => {
    const unpacked = join(folder, 'feed');
    await mkdir(unpacked);
    for (const [name, text] of Object.entries(tables)) await writeFile(join(unpacked, name), text);
    expect(await kinds(unpacked)).toEqual(expected);
    expect(await kinds(join(unpacked, 'stops.txt'))).toEqual(expected);
    expect(await kinds(await fileWith('feed.zip', zipOf(tables)))).toEqual(expected);
    const inside = Object.fromEntries(Object.entries(tables).map(([name, text]) => [`gtfs/${name}`, text]));
    expect(await kinds(await fileWith('inside.zip', zipOf(inside)))).toEqual(expected);
  });

  it('that is stops.txt alone says only what its stops say themselves', async () => {
    const file = await fileWith('stops.txt', tables['stops.txt']);
    expect(await kinds(file)).toEqual([
      [{}, []],
      [station, []],
    ]);
    expect((await readStops(file)).counts).toEqual({ stops: 2, known: 1 });
  });

  it('keeps to its own ids: routes of two feeds are two routes', async () => {
    await fileWith('one.zip', zipOf(tables));
    await fileWith('two.zip', zipOf(tables));
    const ids = (await readStops(folder)).stopsIn(here).flatMap(({ routes }) => routes.map(({ id }) => id));
    expect(ids).toHaveLength(6);
    expect(new Set(ids).size).toBe(4);
  });

  it.each([
    ['without stops', zipOf({ 'routes.txt': tables['routes.txt'] })],
    ['that is no ZIP file', Buffer.alloc(200)],
    ['that is cut off', zipOf(tables).subarray(0, 300)],
  ])('%s is refused', async (_, content) => {
    await expect(readStops(await fileWith('feed.zip', content))).rejects.toThrow();
  });
});

it('a folder has to have stops in it, and has to be there', async () => {
  await expect(readStops(folder)).rejects.toThrow('no stops');
  await expect(readStops(join(folder, 'missing.osm.pbf'))).rejects.toThrow();
});

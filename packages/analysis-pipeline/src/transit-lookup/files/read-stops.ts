import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { tablesInFolder, withZippedTables } from './feed-files.js';
import { readGtfsFeed } from './gtfs-feed.js';
import { readOsmExtract } from './osm-extract.js';
import { readOsmJson } from './osm-json.js';
import { placedStops } from './placed-stops.js';
import { type PlacedStop, StopIndex } from './stop-index.js';

/**
 * Reads the stops that an operator supplies: an OpenStreetMap extract (`.pbf`), a file in the JSON form of OpenStreetMap
 * (`.json`), a GTFS feed (`.zip`, its folder, or the `stops.txt` in it), or a folder of any of these.
 * @throws Error when it is none of them or cannot be read
 */
export async function readStops(path: string): Promise<StopIndex> {
  return new StopIndex(await stopsOf(path));
}

async function stopsOf(path: string): Promise<PlacedStop[]> {
  if ((await stat(path)).isDirectory()) return stopsOfFolder(path);
  const read = readerOf(path);
  if (read === undefined) throw new Error('the file is no extract of a map and no feed');
  return read(path);
}

type Reader = (path: string) => Promise<PlacedStop[]>;

function readerOf(path: string): Reader | undefined {
  const name = path.toLowerCase();
  if (name.endsWith('.pbf')) return async () => placedStops(await readOsmExtract(path));
  if (name.endsWith('.json')) return async () => placedStops(await readOsmJson(path));
  if (name.endsWith('.zip')) return () => withZippedTables(path, readGtfsFeed);
  if (name.endsWith('stops.txt')) return () => readGtfsFeed(tablesInFolder(dirname(path)));
  return undefined;
}

async function stopsOfFolder(folder: string): Promise<PlacedStop[]> {
  const names = (await readdir(folder)).sort();
  if (names.includes('stops.txt')) return readGtfsFeed(tablesInFolder(folder));
  const stops: PlacedStop[] = [];
  for (const path of names.map((name) => join(folder, name))) {
    const read = readerOf(path);
    if (read !== undefined) for (const stop of await read(path)) stops.push(stop);
  }
  if (stops.length === 0) throw new Error('the folder has no stops in it');
  return stops;
}

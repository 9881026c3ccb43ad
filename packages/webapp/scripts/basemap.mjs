// Cuts Natural Earth's land and borders (public domain, from world-atlas) into vector tiles for the map.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import GeoJSONVT from 'geojson-vt';
import { feature, mesh } from 'topojson-client';
import vtpbf from 'vt-pbf';

/** Tiles of deeper zoom levels are drawn from those of this one. */
export const BASEMAP_ZOOM = 5;
const EXTENT = 8192;
const require = createRequire(import.meta.url);

/** Writes `{folder}/{z}/{x}/{y}.pbf`; there is a file for every tile, an empty one where there is only sea. */
export async function makeBasemap(folder) {
  const countries = JSON.parse(await readFile(require.resolve('world-atlas/countries-10m.json'), 'utf8'));
  const land = JSON.parse(await readFile(require.resolve('world-atlas/land-10m.json'), 'utf8'));
  const borders = mesh(countries, countries.objects.countries, (a, b) => a !== b);
  const layers = {
    land: { type: 'Feature', properties: {}, geometry: landOf(feature(land, land.objects.land)) },
    borders: {
      type: 'Feature',
      properties: {},
      geometry: { ...borders, coordinates: borders.coordinates.map(unwind) },
    },
  };
  const indexes = Object.entries(layers).map(([name, data]) => [name, cut(data)]);
  for (let z = 0; z <= BASEMAP_ZOOM; z++) {
    for (let x = 0; x < 2 ** z; x++) {
      await mkdir(join(folder, String(z), String(x)), { recursive: true });
      for (let y = 0; y < 2 ** z; y++) {
        await writeFile(join(folder, String(z), String(x), `${y}.pbf`), tileOf(indexes, z, x, y));
      }
    }
  }
}

/** The source is joined over the date line, as on a globe; a flat map needs longitudes that do not jump. */
function landOf(collection) {
  const polygons = collection.features.flatMap(({ geometry }) =>
    geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates,
  );
  const closed = (ring) => {
    const path = unwind(ring);
    const [first, last] = [path[0], path.at(-1)];
    // A coast that goes once around the world has the pole behind it.
    return Math.abs(last[0] - first[0]) < 180 ? path : [...path, [last[0], -90], [first[0], -90], first];
  };
  return { type: 'MultiPolygon', coordinates: polygons.map((rings) => rings.map(closed)) };
}

/** The same positions with longitudes that go on past 180° rather than jump; tiles are cut from both sides of it. */
function unwind(path) {
  let turns = 0;
  let before = path[0][0];
  return path.map(([longitude, latitude]) => {
    if (longitude - before > 180) turns -= 360;
    if (before - longitude > 180) turns += 360;
    before = longitude;
    return [longitude + turns, latitude];
  });
}

function cut(data) {
  return new GeoJSONVT(data, {
    maxZoom: BASEMAP_ZOOM,
    indexMaxZoom: BASEMAP_ZOOM,
    extent: EXTENT,
    buffer: 128,
    tolerance: 3,
  });
}

function tileOf(indexes, z, x, y) {
  const layers = {};
  for (const [name, index] of indexes) {
    const tile = index.getTile(z, x, y);
    if (tile && tile.features.length > 0) layers[name] = tile;
  }
  return Object.keys(layers).length === 0
    ? Buffer.alloc(0)
    : Buffer.from(vtpbf.fromGeojsonVt(layers, { version: 2, extent: EXTENT }));
}

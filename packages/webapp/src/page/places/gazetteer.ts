import type { Position } from '../trips/index.js';
import { cellsAround, type Town } from './town.js';

const loaded = new Map<string, Promise<readonly Town[]>>();
let known: Promise<ReadonlySet<string>> | undefined;

/** The towns around a position, from the page's own server. */
export async function townsAround(position: Position): Promise<Town[]> {
  known ??= fetchJson<string[]>('cells').then((cells) => new Set(cells));
  const cells = await known;
  const lists = await Promise.all(
    cellsAround(position)
      .filter((cell) => cells.has(cell))
      .map(townsOf),
  );
  return lists.flat();
}

/** The large towns of the world, the largest first. */
export function largeTowns(): Promise<readonly Town[]> {
  return townsOf('large');
}

function townsOf(cell: string): Promise<readonly Town[]> {
  const before = loaded.get(cell);
  if (before) return before;
  const towns = fetchJson<Town[]>(cell);
  loaded.set(cell, towns);
  // What could not be loaded is asked for again next time.
  towns.catch(() => loaded.delete(cell));
  return towns;
}

async function fetchJson<T>(name: string): Promise<T> {
  const answer = await fetch(`/geography/gazetteer/${name}.json`);
  if (!answer.ok) throw new Error(`gazetteer ${name}: ${answer.status}`);
  return (await answer.json()) as T;
}

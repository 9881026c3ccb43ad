import type { Position } from '../trips/index.js';

/** A town as the gazetteer lists it: name, longitude, latitude, population. */
export type Town = readonly [name: string, longitude: number, latitude: number, population: number];

/** Side of a cell of the gazetteer in degrees. */
export const CELL_DEGREES = 3;

export type Direction = 'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w' | 'nw';

/** Which town a place belongs to, and on which side of it, if not in its middle. */
export interface TownSide {
  readonly name: string;
  readonly direction: Direction | undefined;
}

const KILOMETRES_A_DEGREE = 111.195;
/** Beyond this distance from its border a place is not called after a town. */
const FARTHEST_KILOMETRES = 40;
/** Within this part of a town's radius it is its middle. */
const MIDDLE = 0.35;
const directions: readonly Direction[] = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'];

/** Names of the cells that may hold the town of a position: its own, and those whose border is near. */
export function cellsAround([longitude, latitude]: Position): string[] {
  const columns = 360 / CELL_DEGREES;
  const north = FARTHEST_KILOMETRES / KILOMETRES_A_DEGREE;
  const east = north / Math.max(0.1, Math.cos((latitude * Math.PI) / 180));
  const cells = new Set<string>();
  for (const up of [0, -north, north]) {
    for (const right of [0, -east, east]) {
      const column = Math.floor((longitude + right + 180) / CELL_DEGREES);
      const row = Math.floor((latitude + up + 90) / CELL_DEGREES);
      cells.add(`${(column + columns) % columns}_${row}`);
    }
  }
  return [...cells];
}

/**
 * The town that a position is in or near. A town's radius is guessed from its population, so that a suburb goes to its
 * city and a village keeps its own.
 */
export function townAt(towns: Iterable<Town>, [longitude, latitude]: Position): TownSide | undefined {
  const shrink = Math.cos((latitude * Math.PI) / 180);
  let best: { score: number; town: Town; east: number; north: number } | undefined;
  for (const town of towns) {
    const around = ((longitude - town[1] + 540) % 360) - 180;
    const east = around * shrink * KILOMETRES_A_DEGREE;
    const north = (latitude - town[2]) * KILOMETRES_A_DEGREE;
    const away = Math.hypot(east, north);
    const radius = radiusOf(town);
    if (away - radius > FARTHEST_KILOMETRES) continue;
    const score = away / radius;
    if (!best || score < best.score) best = { score, town, east, north };
  }
  if (!best) return undefined;
  const { score, town, east, north } = best;
  const turn = Math.round((Math.atan2(east, north) / (2 * Math.PI)) * 8);
  return { name: town[0], direction: score < MIDDLE ? undefined : directions[(turn + 8) % 8] };
}

/** Kilometres. */
function radiusOf([, , , population]: Town): number {
  return 0.5 + Math.sqrt(population) / 100;
}

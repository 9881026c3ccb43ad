import type { City, Point } from './city.js';
import type { Random } from './random.js';

/** A street corner on a way, with the kind of street that leads to it. */
export interface Waypoint extends Point {
  /** True at corners where another street crosses: traffic lights and bus stops are there. */
  readonly crossing: boolean;
  readonly street: 'lane' | 'street' | 'artery';
}

/** How far streets bend away from the straight grid, metres, and over which length. */
const BEND = 70;
const BEND_LENGTH = 1_700;

/** Runs of at least so many blocks follow a wider, faster street. */
const STREET_BLOCKS = 6;
const ARTERY_BLOCKS = 20;

/**
 * A plausible way between two points of a city: out of the door to the nearest corner, along the bent street grid
 * with a few turns, and in at the other door.
 */
export function findWay(random: Random, city: City, from: Point, to: Point): Waypoint[] {
  const start = nearestCorner(city, from);
  const goal = nearestCorner(city, to);
  const way: Waypoint[] = [{ x: from.x, y: from.y, crossing: false, street: 'lane' }];
  let { column, row } = start;
  way.push({ ...cornerAt(city, column, row), crossing: false, street: 'lane' });
  for (const run of straightRuns(random, goal.column - start.column, goal.row - start.row)) {
    const blocks = Math.abs(run.columns + run.rows);
    const street = blocks >= ARTERY_BLOCKS ? 'artery' : blocks >= STREET_BLOCKS ? 'street' : 'lane';
    for (let block = 0; block < blocks; block++) {
      column += Math.sign(run.columns);
      row += Math.sign(run.rows);
      way.push({ ...cornerAt(city, column, row), crossing: true, street });
    }
  }
  way.push({ x: to.x, y: to.y, crossing: false, street: 'lane' });
  return way;
}

/** Length of a way, metres. */
export function wayLength(way: readonly Point[]): number {
  let length = 0;
  for (let index = 1; index < way.length; index++) {
    const from = way[index - 1]!;
    const to = way[index]!;
    length += Math.hypot(to.x - from.x, to.y - from.y);
  }
  return length;
}

/** Splits the blocks to go into straight runs that alternate between the two directions of the grid. */
function straightRuns(random: Random, columns: number, rows: number): { columns: number; rows: number }[] {
  const pieces = random.integer(1, 1 + Math.min(3, Math.floor((Math.abs(columns) + Math.abs(rows)) / 6)));
  const across = cut(random, columns, pieces);
  const along = cut(random, rows, pieces);
  const acrossFirst = random.chance(0.5);
  const runs: { columns: number; rows: number }[] = [];
  for (let piece = 0; piece < pieces; piece++) {
    const pair = [
      { columns: across[piece]!, rows: 0 },
      { columns: 0, rows: along[piece]! },
    ];
    runs.push(...(acrossFirst ? pair : pair.reverse()));
  }
  return runs.filter((run) => run.columns !== 0 || run.rows !== 0);
}

/** Cuts a signed number of blocks into parts of the same sign. */
function cut(random: Random, total: number, pieces: number): number[] {
  const cuts = Array.from({ length: pieces - 1 }, () => random.integer(0, Math.abs(total))).sort(
    (a, b) => a - b,
  );
  return [...cuts, Math.abs(total)].map((end, index) => Math.sign(total) * (end - (cuts[index - 1] ?? 0)));
}

function nearestCorner(city: City, point: Point): { column: number; row: number } {
  const cosine = Math.cos(city.turn);
  const sine = Math.sin(city.turn);
  return {
    column: Math.round((point.x * cosine + point.y * sine) / city.blockEast),
    row: Math.round((point.y * cosine - point.x * sine) / city.blockNorth),
  };
}

function cornerAt(city: City, column: number, row: number): Point {
  const east = column * city.blockEast;
  const north = row * city.blockNorth;
  const bentEast = east + BEND * Math.sin((2 * Math.PI * north) / BEND_LENGTH + city.latitude);
  const bentNorth = north + BEND * Math.sin((2 * Math.PI * east) / (BEND_LENGTH * 1.3) + city.longitude);
  const cosine = Math.cos(city.turn);
  const sine = Math.sin(city.turn);
  return { x: bentEast * cosine - bentNorth * sine, y: bentEast * sine + bentNorth * cosine };
}

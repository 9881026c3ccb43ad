import type { BoundingBox } from '../../stages/index.js';

/**
 * A square of the map, 0.01 degrees on a side, by its row from the south pole and its column from the date line. Who is
 * asked about whole tiles does not learn where in them a trip ended, and the answer serves all trips that end there.
 */
export interface Tile {
  readonly row: number;
  readonly column: number;
}

const perDegree = 100;
const rows = 180 * perDegree;
const columns = 360 * perDegree;

/** A text that tells tiles apart. */
export const tileName = ({ row, column }: Tile): string => `${row} ${column}`;

/** The tiles that a box touches. */
export function tilesOf(box: BoundingBox): Tile[] {
  const first = tileAt(box.minimumLatitude, box.minimumLongitude);
  const last = tileAt(box.maximumLatitude, box.maximumLongitude);
  const tiles: Tile[] = [];
  for (let row = first.row; row <= last.row; row++) {
    for (let column = first.column; column <= last.column; column++) tiles.push({ row, column });
  }
  return tiles;
}

/** The tile that a position lies in; one beyond the edge of the map in the nearest. */
export function tileAt(latitude: number, longitude: number): Tile {
  const within = (value: number, count: number): number => Math.min(Math.max(value, 0), count - 1);
  return {
    row: within(Math.floor((latitude + 90) * perDegree), rows),
    column: within(Math.floor((longitude + 180) * perDegree), columns),
  };
}

/** The area of a tile. */
export function tileBox({ row, column }: Tile): BoundingBox {
  return {
    minimumLatitude: (row - rows / 2) / perDegree,
    minimumLongitude: (column - columns / 2) / perDegree,
    maximumLatitude: (row + 1 - rows / 2) / perDegree,
    maximumLongitude: (column + 1 - columns / 2) / perDegree,
  };
}

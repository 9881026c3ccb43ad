import { type BoundingBox, stopsOfElements, type TransitStop } from '../../stages/index.js';
import { decidingTags, extentOf, isRoute, overlap, type PlacedElement } from '../placed-element.js';
import { type Tile, tileBox } from './tiles.js';

/** The stops of a tile and the routes that serve them, no more of each than decides about modes of travel. */
export type TileElements = readonly PlacedElement[];

/** Deals the elements of an answer about several tiles out to each of them. */
export function elementsByTile(elements: readonly PlacedElement[], tiles: readonly Tile[]): TileElements[] {
  const routes = elements.filter(isRoute);
  return tiles.map((tile) => {
    const area = tileBox(tile);
    const stops = elements.filter((element) => element.type !== 'relation' && isIn(element, area));
    const nodes = new Set(stops.filter(({ type }) => type === 'node').map(({ id }) => id));
    return [...stops.map(trimmed), ...routes.flatMap((route) => servingRoute(route, nodes))];
  });
}

/** The stops of a box, with their routes, out of the tiles that it touches. */
export function stopsInBox(box: BoundingBox, tiles: readonly TileElements[]): TransitStop[] {
  const known = new Map<string, PlacedElement>();
  for (const element of tiles.flat()) {
    if (element.type !== 'relation' && !isIn(element, box)) continue;
    const name = `${element.type} ${element.id}`;
    const before = known.get(name);
    // A route that serves stops of several tiles is in each of them with the stops there.
    const members = [...(before?.members ?? []), ...(element.members ?? [])];
    known.set(name, members.length === 0 ? element : { ...element, members });
  }
  return stopsOfElements([...known.values()].sort(inOrderOfAnswer));
}

/** An element that does not say where it is counts as being where it was asked for. */
function isIn(element: PlacedElement, area: BoundingBox): boolean {
  const extent = extentOf(element);
  return extent === undefined || overlap(extent, area);
}

function trimmed({ type, id, lat, lon, bounds, tags }: PlacedElement): PlacedElement {
  return {
    type,
    id,
    ...(lat === undefined || lon === undefined ? {} : { lat, lon }),
    ...(bounds === undefined ? {} : { bounds }),
    tags: decidingTags(tags),
  };
}

function servingRoute({ type, id, tags, members = [] }: PlacedElement, stops: ReadonlySet<number>) {
  const serving = members.filter((member) => member.type === 'node' && stops.has(member.ref));
  if (serving.length === 0) return [];
  return [{ type, id, tags: decidingTags(tags), members: serving.map(({ ref }) => ({ type: 'node', ref })) }];
}

const rank = ['node', 'way', 'relation'];

function inOrderOfAnswer(left: PlacedElement, right: PlacedElement): number {
  return rank.indexOf(left.type) - rank.indexOf(right.type) || left.id - right.id;
}

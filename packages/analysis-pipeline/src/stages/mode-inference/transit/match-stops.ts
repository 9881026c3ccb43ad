import type { TransitRoute, TransitStop } from '../../transit-stops.js';

/** Kinds of route whose lines of one network count as one. Buses and trains are not among them. */
const networkedRoutes = new Set([
  'funicular',
  'miniature',
  'rail',
  'railway',
  'light_rail',
  'subway',
  'monorail',
  'tram',
  'aerialway',
  'tracks',
]);

/** Tags of a rail station that say what stops there, in the order of the predicted modes. */
const stationModes = ['train', 'subway', 'tram', 'light_rail'] as const;

/**
 * What can have brought a traveller from some stops to others: the kinds of route that serve both ends, else what stops
 * at the rail stations of both, else buses of the same line. Repeats count. Undefined when nothing connects them.
 */
export function candidateModes(
  start: readonly TransitStop[],
  end: readonly TransitStop[],
): readonly string[] | undefined {
  const shared = sharedRoutes(
    start.flatMap(({ routes }) => routes),
    end.flatMap(({ routes }) => routes),
  );
  if (shared.length > 0) return shared.flatMap(({ tags }) => tags.route ?? []);
  const [from, to] = [railModes(start), railModes(end)];
  // That stations have nothing in common settles it: nothing else is tried.
  if (from.size > 0 && to.size > 0) return [...from].filter((mode) => to.has(mode));
  const lines = sharedRoutes(busLines(start), busLines(end));
  return lines.length > 0 ? lines.map(() => 'bus') : undefined;
}

/** Routes of the first list, once for each route of the second that is the same. */
function sharedRoutes(from: readonly TransitRoute[], to: readonly TransitRoute[]): TransitRoute[] {
  return from.flatMap((route) => to.filter((other) => isSame(route, other)).map(() => route));
}

function isSame(one: TransitRoute, other: TransitRoute): boolean {
  if (one.id === other.id) return true;
  const { route, network } = one.tags;
  return (
    route !== undefined &&
    route === other.tags.route &&
    networkedRoutes.has(route) &&
    network !== undefined &&
    network === other.tags.network
  );
}

function railModes(stops: readonly TransitStop[]): Set<string> {
  const stations = stops.filter(({ tags }) => 'railway' in tags);
  return new Set(
    stationModes
      .filter((mode) => stations.some(({ tags }) => mode in tags))
      .map((mode) => mode.toUpperCase()),
  );
}

/** Bus lines by the numbers that bus stops say they are served by. */
function busLines(stops: readonly TransitStop[]): TransitRoute[] {
  return stops
    .filter(({ tags }) => tags.highway === 'bus_stop' && tags.route_ref !== undefined)
    .flatMap(({ tags }) => tags.route_ref!.split(';').map((id) => ({ id, tags: { route: 'bus' } })));
}

/** What OpenStreetMap calls a route of a GTFS feed, by the number of its type. */
const basicTypes = new Map<number, string>([
  [0, 'tram'],
  [1, 'subway'],
  [2, 'train'],
  [3, 'bus'],
  [4, 'ferry'],
  [5, 'tram'],
  [6, 'aerialway'],
  [7, 'funicular'],
  [11, 'bus'],
  [12, 'monorail'],
  [405, 'monorail'],
  [1300, 'aerialway'],
  [1400, 'funicular'],
]);

/** The same for the hundreds of the extended types. */
const extendedTypes = new Map<number, string>([
  [1, 'train'],
  [2, 'bus'],
  [4, 'subway'],
  [5, 'subway'],
  [6, 'subway'],
  [7, 'bus'],
  [8, 'bus'],
  [9, 'tram'],
  [10, 'ferry'],
  [12, 'ferry'],
]);

/** The kind of route that a type of GTFS is; undefined for types that nobody travels by, such as taxis. */
export function routeKind(type: string | undefined): string | undefined {
  if (type === undefined || !/^\d+$/.test(type)) return undefined;
  const number = Number(type);
  return basicTypes.get(number) ?? (number >= 100 ? extendedTypes.get(Math.floor(number / 100)) : undefined);
}

/** Kinds of route whose stations OpenStreetMap marks with a tag of the same name. */
const stationKinds = new Set(['train', 'subway', 'tram']);

/** Tags of a stop that itself says what stops there, as a few feeds do. */
export function stopTags(vehicleType: string | undefined): Readonly<Record<string, string>> {
  const kind = routeKind(vehicleType);
  if (kind === undefined) return {};
  return stationKinds.has(kind) ? { railway: 'station', [kind]: 'yes' } : { public_transport: 'platform' };
}

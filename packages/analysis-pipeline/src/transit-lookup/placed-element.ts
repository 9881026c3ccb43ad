import type { BoundingBox, MapElement, Tags } from '../stages/index.js';

/** An element of OpenStreetMap with where it is, as Overpass servers write it. */
export interface PlacedElement extends MapElement {
  /** Of a node, degrees. */
  readonly lat?: number;
  readonly lon?: number;
  /** Around a way, degrees. */
  readonly bounds?: {
    readonly minlat: number;
    readonly minlon: number;
    readonly maxlat: number;
    readonly maxlon: number;
  };
}

/** Tags that decide about modes of travel; all others are dropped where elements are kept. */
export const decidingTagNames: readonly string[] = [
  'highway',
  'railway',
  'public_transport',
  'route_ref',
  'type',
  'route',
  'network',
  'train',
  'subway',
  'tram',
  'light_rail',
];

/** The tags of an element that decide about modes of travel. */
export function decidingTags(tags: Tags = {}): Tags {
  return Object.fromEntries(
    decidingTagNames.flatMap((name) => (Object.hasOwn(tags, name) ? [[name, tags[name]!] as const] : [])),
  );
}

/** Whether an element is a place where public transport stops. */
export function isStop({ type, tags = {} }: MapElement): boolean {
  if (type === 'way') return tags.railway === 'station';
  if (type !== 'node') return false;
  return tags.highway === 'bus_stop' || tags.railway === 'station' || 'public_transport' in tags;
}

/** Whether an element is a route of public transport or anything else that goes somewhere. */
export function isRoute({ type, tags = {} }: MapElement): boolean {
  return type === 'relation' && tags.type === 'route' && 'route' in tags;
}

/** Where an element is; undefined for relations, and for whatever does not say. */
export function extentOf({ lat, lon, bounds }: PlacedElement): BoundingBox | undefined {
  if (typeof lat === 'number' && typeof lon === 'number') {
    return { minimumLatitude: lat, minimumLongitude: lon, maximumLatitude: lat, maximumLongitude: lon };
  }
  if (bounds === undefined) return undefined;
  return {
    minimumLatitude: bounds.minlat,
    minimumLongitude: bounds.minlon,
    maximumLatitude: bounds.maxlat,
    maximumLongitude: bounds.maxlon,
  };
}

/** Whether two areas have a point in common. */
export function overlap(one: BoundingBox, other: BoundingBox): boolean {
  return (
    one.minimumLatitude <= other.maximumLatitude &&
    other.minimumLatitude <= one.maximumLatitude &&
    one.minimumLongitude <= other.maximumLongitude &&
    other.minimumLongitude <= one.maximumLongitude
  );
}

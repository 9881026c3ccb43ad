import type { Entry, EntryData } from '@sojourn/datamodel';
import {
  type Feature,
  isPoint,
  type LineString,
  lineString,
  type Point,
  point,
} from '@sojourn/datamodel/geo';

/** A section as the diary draws it: a collection that holds its line and nothing else. */
export interface SectionCollection {
  readonly type: 'FeatureCollection';
  readonly features: readonly [Feature<LineString>];
}

/** A trip as the diary draws it: where it began and ended, its stops, its sections, and incidents on the way. */
export interface TripCollection {
  readonly type: 'FeatureCollection';
  /** All data of the trip. */
  readonly properties: EntryData;
  readonly features: readonly (Feature | SectionCollection)[];
  readonly id: string;
}

/** A place as a point. */
export function placeFeature(place: Entry, type: 'start_place' | 'end_place'): Feature<Point | null> {
  const { location, ...properties } = place.data;
  return {
    type: 'Feature',
    geometry: isPoint(location) ? location : null,
    properties: { ...properties, feature_type: type },
    id: place._id.$oid,
  };
}

/** A stop as a line from where it was entered to where it was left. */
export function stopFeature(stop: Entry): Feature<LineString> {
  const ends = [stop.data.enter_loc, stop.data.exit_loc].filter(isPoint);
  return {
    type: 'Feature',
    geometry: lineString(ends.map(({ coordinates }) => coordinates)),
    properties: { ...stop.data, feature_type: 'stop' },
    id: stop._id.$oid,
  };
}

/** An incident as a point. One that no run has converted yet still has its position as two numbers. */
export function incidentFeature(incident: Entry): Feature<Point | null> {
  const { loc, longitude, latitude } = incident.data;
  const hasNumbers = typeof longitude === 'number' && typeof latitude === 'number';
  return {
    type: 'Feature',
    geometry: isPoint(loc) ? loc : hasNumbers ? point(longitude, latitude) : null,
    properties: { ...incident.data, feature_type: 'incident' },
    id: incident._id.$oid,
  };
}

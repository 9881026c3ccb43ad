import { stringifyWire } from '@sojourn/datamodel/wire';
import { api } from '../api/index.js';
import { type DayRange, secondsAround } from '../format/index.js';
import type { MadeFile } from '../offline/index.js';
import { compositeTrips, readTrip, type Trip } from '../trips/index.js';
import { featuresOfTrip } from './geojson.js';
import { gpxFoot, gpxHead, gpxTrack } from './gpx.js';

export const exportFormats = ['geojson', 'gpx', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

const contentTypes: Readonly<Record<ExportFormat, string>> = {
  geojson: 'application/geo+json',
  gpx: 'application/gpx+xml',
  json: 'application/json',
};

/**
 * Times by which the reference's own export picks entries of a span of days: readings, what has a beginning, and stays
 * (`extract_timeline_for_day_range_and_user.py`).
 */
const timeFields = ['data.ts', 'data.start_ts', 'data.enter_ts'];

/** The diary of some days as a file, made while it is read. */
export function exportFile(range: DayRange, format: ExportFormat): MadeFile {
  const pieces = { geojson: geoJsonPieces, gpx: gpxPieces, json: entryPieces }[format];
  const days = range.first === range.last ? range.first : `${range.first}_${range.last}`;
  return { name: `sojourn-${days}.${format}`, contentType: contentTypes[format], pieces: pieces(range) };
}

async function* geoJsonPieces(range: DayRange): AsyncGenerator<string> {
  yield '{"type":"FeatureCollection","features":[\n';
  let separator = '';
  for await (const trip of tripsOf(range)) {
    for (const feature of featuresOfTrip(trip)) {
      yield separator + JSON.stringify(feature);
      separator = ',\n';
    }
  }
  yield '\n]}\n';
}

async function* gpxPieces(range: DayRange): AsyncGenerator<string> {
  yield gpxHead;
  for await (const trip of tripsOf(range)) yield gpxTrack(trip);
  yield gpxFoot;
}

/** Entries as they are stored, every stream. */
async function* entryPieces(range: DayRange): AsyncGenerator<string> {
  yield '[\n';
  let separator = '';
  for (const field of timeFields) {
    for await (const entries of api.streamEntries({ keys: null, time: { field, ...secondsAround(range) } })) {
      for (const entry of entries) {
        yield separator + stringifyWire(entry);
        separator = ',\n';
      }
    }
  }
  yield '\n]\n';
}

async function* tripsOf(range: DayRange): AsyncGenerator<Trip> {
  const query = { keys: compositeTrips, time: { field: 'data.start_ts', ...secondsAround(range) } };
  for await (const entries of api.streamEntries(query)) {
    for (const entry of entries) {
      const trip = readTrip(entry);
      if (trip && trip.start.day >= range.first && trip.start.day <= range.last) yield trip;
    }
  }
}

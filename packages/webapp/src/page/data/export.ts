import { stringifyWire } from '@sojourn/datamodel/wire';
import { api } from '../api/index.js';
import { type DayRange, secondsAround } from '../format/index.js';
import type { MadeFile } from '../offline/index.js';
import { compositeTrips, readTrip, type Trip } from '../trips/index.js';
import { isOfDays, timeMembers } from './entry-days.js';
import type { ExportFormat } from './export-format.js';
import { featuresOfTrip } from './geojson.js';
import { gpxFoot, gpxHead, gpxTrack } from './gpx.js';

const contentTypes: Readonly<Record<ExportFormat, string>> = {
  geojson: 'application/geo+json',
  gpx: 'application/gpx+xml',
  json: 'application/json',
};

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

/** Entries of these local days as they are stored, every stream. */
async function* entryPieces(range: DayRange): AsyncGenerator<string> {
  yield '[\n';
  let separator = '';
  for (const member of timeMembers) {
    const time = { field: `data.${member}`, ...secondsAround(range) };
    for await (const entries of api.streamEntries({ keys: null, time })) {
      for (const entry of entries) {
        if (!isOfDays(entry, member, range)) continue;
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

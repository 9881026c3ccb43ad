import { SojournError } from '@sojourn/datamodel';
import { createClient } from '@sojourn/datamodel/client';
import { type RequestBody, referenceRoutes } from '@sojourn/datamodel/http';
import { type Connection, type HttpServer, routeOf } from '@sojourn/service-kit';
import type { FastifyRequest } from 'fastify';
import {
  type EntryReader,
  type HeatmapSelection,
  type HeatmapTime,
  incidentHeatmap,
  type LocalDateBounds,
  modeHeatmap,
  parseLocalDates,
  type Region,
  type TripCollectionOptions,
  tripCollections,
} from '../results/index.js';
import { readerAs } from './person-entries.js';
import { type Presented, presentedBy } from './presented.js';
import { sendWire } from './send-wire.js';

/** What the routes for results need. */
export interface ResultRouteParts {
  /** The public side of the timeseries service. */
  readonly timeseries: Connection;
  readonly trips: TripCollectionOptions;
}

/**
 * The routes that draw results for the person who asks. Their token or session goes on to the public API of the timeseries
 * service with every read, so that service alone decides who it is and what they may see.
 */
export function addResultRoutes(api: HttpServer, { timeseries, trips }: ResultRouteParts): void {
  const readerFor = (request: FastifyRequest): EntryReader =>
    readerAs(createClient({ ...timeseries, ...required(presentedBy(request, timeseries.fetch)) }));
  api.route({
    ...routeOf(referenceRoutes.heatmapModes),
    handler: async (request, reply) => {
      const { body, params } = request;
      const selection = selectionOf(params.time_type, body);
      return sendWire(reply, await modeHeatmap(readerFor(request), selection, body.modes ?? null));
    },
  });
  api.route({
    ...routeOf(referenceRoutes.heatmapIncidents),
    handler: async (request, reply) => {
      const selection = selectionOf(request.params.time_type, request.body);
      return sendWire(reply, await incidentHeatmap(readerFor(request), selection));
    },
  });
  api.route({
    ...routeOf(referenceRoutes.dayTrips),
    handler: async (request, reply) => {
      const { day } = request.params;
      // The reader of dates takes two as well; a route is about one.
      if (day.includes('..')) throw invalid('day', 'invalid');
      const timeline = await tripCollections(readerFor(request), parseLocalDates(day), trips);
      return sendWire(reply, { timeline });
    },
  });
}

/** @throws SojournError `request-invalid` when nothing shows who is asking */
function required(presented: Presented | undefined): Presented {
  if (presented === undefined) throw invalid('user', 'missing');
  return presented;
}

type HeatmapBody = RequestBody<typeof referenceRoutes.heatmapIncidents>;

/** @throws SojournError `request-invalid` naming the member that is missing or does not fit */
function selectionOf(timeType: 'timestamp' | 'local_date', body: HeatmapBody): HeatmapSelection {
  return {
    time: timeType === 'timestamp' ? timesOf(body) : localDatesOf(body),
    region: (body.sel_region?.geometry ?? null) as Region | null,
  };
}

function timesOf({ start_time: start, end_time: end }: HeatmapBody): HeatmapTime {
  if (start === undefined) throw invalid('start_time', 'missing');
  if (end === undefined) throw invalid('end_time', 'missing');
  return { start, end };
}

function localDatesOf({ from_local_date: from, to_local_date: to }: HeatmapBody): HeatmapTime {
  if (from === undefined) throw invalid('from_local_date', 'missing');
  if (to === undefined) throw invalid('to_local_date', 'missing');
  const names = Object.keys(from);
  if (names.length !== Object.keys(to).length || !names.every((name) => Object.hasOwn(to, name))) {
    throw invalid('to_local_date', 'invalid');
  }
  return { from: boundsOf(from), to: boundsOf(to) };
}

const components = ['year', 'month', 'day', 'hour', 'minute', 'second', 'weekday'] as const;

/** The components that can be compared; phones send whole local dates with the name of the zone in them. */
function boundsOf(localDate: Readonly<Record<string, unknown>>): LocalDateBounds {
  const bounds = components.map((name) => [name, localDate[name]] as const);
  return Object.fromEntries(bounds.filter(([, value]) => Number.isInteger(value)));
}

function invalid(path: string, code: string): SojournError {
  return new SojournError('request-invalid', { errors: [{ path, code }] });
}

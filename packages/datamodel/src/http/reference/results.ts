import { z } from 'zod';
import { defineRoute } from '../route.js';
import { userShape } from './user.js';

const ring = z.array(z.array(z.number()).min(2));

/** GeoJSON area that a map is cut down to; positions are `[longitude, latitude]` in degrees. */
export const regionShape = z.object({
  geometry: z.union([
    z.object({ type: z.literal('Polygon'), coordinates: z.array(ring) }),
    z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring)) }),
  ]),
});

const heatmapParams = z.object({ time_type: z.enum(['timestamp', 'local_date']) });

const heatmapBody = userShape.extend({
  start_time: z.number().optional().meta({ description: 'Unix seconds, inclusive; for timestamp' }),
  end_time: z.number().optional().meta({ description: 'Unix seconds, inclusive; for timestamp' }),
  from_local_date: z.record(z.string(), z.unknown()).optional().meta({ description: 'For local_date' }),
  to_local_date: z.record(z.string(), z.unknown()).optional().meta({ description: 'For local_date' }),
  sel_region: regionShape.nullable().optional().meta({ description: 'null: everywhere' }),
});

export const heatmapModes = defineRoute({
  id: 'heatmapModes',
  surface: 'reference',
  servedBy: 'analysis-pipeline',
  method: 'POST',
  path: '/result/heatmap/pop.route/:time_type',
  summary: 'Positions of the caller, one every 30 seconds of travel, by sensed mode',
  caller: 'person',
  idempotent: true,
  params: heatmapParams,
  body: heatmapBody.extend({
    modes: z.array(z.string()).nullable().optional().meta({
      description: 'Names of sensed modes, such as BICYCLING; null: all',
    }),
  }),
  response: z.object({ lnglat: z.array(z.array(z.number())) }),
});

export const heatmapIncidents = defineRoute({
  id: 'heatmapIncidents',
  surface: 'reference',
  servedBy: 'analysis-pipeline',
  method: 'POST',
  path: '/result/heatmap/incidents/:time_type',
  summary: 'Incidents that the caller reported',
  caller: 'person',
  idempotent: true,
  params: heatmapParams,
  body: heatmapBody,
  response: z.object({ incidents: z.array(z.record(z.string(), z.unknown())) }),
});

export const dayTrips = defineRoute({
  id: 'dayTrips',
  surface: 'reference',
  servedBy: 'analysis-pipeline',
  method: 'POST',
  path: '/timeline/getTrips/:day',
  summary: 'Trips of a local date as GeoJSON: places, stops, the line of each section, incidents',
  caller: 'person',
  idempotent: true,
  params: z.object({ day: z.string().meta({ description: 'YYYY-MM-DD' }) }),
  body: userShape,
  response: z.object({ timeline: z.array(z.record(z.string(), z.unknown())) }),
});

const dateText = z
  .string()
  .meta({ description: 'YYYY-MM-DD, or the beginning of it; compared as text, inclusive' });

export const dayMetrics = defineRoute({
  id: 'dayMetrics',
  surface: 'reference',
  servedBy: 'analysis-pipeline',
  method: 'POST',
  path: '/result/metrics/:time_type',
  summary: 'Sums of the trips of everybody, or of the caller alone, by local day and label',
  caller: 'anyone',
  idempotent: true,
  params: z.object({ time_type: z.string().meta({ description: 'Only yyyy_mm_dd' }) }),
  body: userShape.extend({
    start_time: dateText,
    end_time: dateText,
    aggregate: z.boolean().optional().meta({
      description: 'false: the trips of the caller alone; else those of everybody',
    }),
    metric_list: z.unknown().optional().meta({
      description: 'Dimensions by metric, such as {"distance":["mode_confirm"]}; default the usual ones',
    }),
  }),
  response: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
});

import { SojournError } from '@sojourn/datamodel';
import { createClient, type SojournClient } from '@sojourn/datamodel/client';
import { type RequestBody, referenceRoutes } from '@sojourn/datamodel/http';
import { type Connection, type HttpServer, routeOf } from '@sojourn/service-kit';
import type { FastifyRequest } from 'fastify';
import type { AggregateStore } from '../aggregate-metrics/index.js';
import type { PipelineServiceConfig } from '../config.js';
import {
  type DaySummary,
  type DaySummaryOptions,
  daySummaries,
  metricsAnswer,
  onlyMetrics,
  parseMetricList,
  windowOfDateTexts,
} from '../results/index.js';
import { readerAs } from './person-entries.js';
import { presentedBy } from './presented.js';
import { sendWire } from './send-wire.js';

/** What the route for sums by day needs. */
export interface DayMetricsParts {
  /** The public side of the timeseries service. */
  readonly timeseries: Connection;
  readonly aggregate: AggregateStore;
  /** Who may see the sums of everybody without saying who they are. */
  readonly access: PipelineServiceConfig['aggregateAccess'];
  /** People without whom a day is left out of the sums of everybody. */
  readonly minimumPeople: number;
  readonly summaries: Omit<DaySummaryOptions, 'now'>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

type Body = RequestBody<typeof referenceRoutes.dayMetrics>;

/**
 * The route for sums of trips by day. Those of everybody are read from what was summed up before, so that an answer costs
 * the same however many people there are; those of the caller are made of their trips, read with their own token.
 */
export function addDayMetricsRoute(api: HttpServer, parts: DayMetricsParts): void {
  api.route({
    ...routeOf(referenceRoutes.dayMetrics),
    handler: async (request, reply) => {
      const { body, params } = request;
      if (params.time_type !== 'yyyy_mm_dd') {
        throw new SojournError('not-found', { detail: 'there are sums by day alone: yyyy_mm_dd' });
      }
      const isOwn = body.aggregate === false;
      const summaries = await (isOwn ? ownSummaries(request, parts) : everybodysSummaries(request, parts));
      const chosen = onlyMetrics(summaries, parseMetricList(body.metric_list));
      return sendWire(
        reply,
        metricsAnswer(chosen, {
          start: body.start_time,
          end: body.end_time,
          minimumUsers: isOwn ? 1 : parts.minimumPeople,
        }),
      );
    },
  });
}

type MetricsRequest = Pick<FastifyRequest, 'headers'> & { readonly body: Body };

async function ownSummaries(
  request: MetricsRequest,
  { timeseries, summaries, clock }: DayMetricsParts,
): Promise<DaySummary[]> {
  const { body } = request;
  const client = clientOf(request, timeseries);
  if (client === undefined) {
    throw new SojournError('request-invalid', { errors: [{ path: 'user', code: 'missing' }] });
  }
  const trips = await readerAs(client).window({
    key: 'analysis/confirmed_trip',
    field: 'data.start_ts',
    ...windowOfDateTexts(body.start_time, body.end_time),
  });
  const metrics = parseMetricList(body.metric_list);
  return daySummaries(trips, metrics, { ...summaries, now: clock() / 1000 });
}

async function everybodysSummaries(
  request: MetricsRequest,
  { timeseries, aggregate, access }: DayMetricsParts,
): Promise<DaySummary[]> {
  const client = clientOf(request, timeseries);
  if (client !== undefined) await requireMember(client);
  else if (access === 'never') throw new SojournError('not-found');
  else if (access === 'user_only') {
    throw new SojournError('role-insufficient', { detail: 'sums of everybody are for participants' });
  }
  return await aggregate.read(request.body.start_time, request.body.end_time);
}

function clientOf(request: MetricsRequest, timeseries: Connection): SojournClient | undefined {
  const presented = presentedBy(request, timeseries.fetch);
  return presented && createClient({ ...timeseries, ...presented });
}

/** @throws SojournError when the token is not good, or nobody has registered with it */
async function requireMember(client: SojournClient): Promise<void> {
  const { role, person } = await client.me();
  if (role === 'participant' && person === null) throw new SojournError('person-unknown');
}

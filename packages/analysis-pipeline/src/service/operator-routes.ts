import { SojournError } from '@sojourn/datamodel';
import type { ServiceClient } from '@sojourn/datamodel/client';
import { publicRoutes } from '@sojourn/datamodel/http';
import { type Connection, decode, type HttpServer, routeOf } from '@sojourn/service-kit';
import type { FastifyRequest } from 'fastify';
import type { PipelineServiceConfig } from '../config.js';
import { identify } from './job-caller.js';
import { KeptAnswers } from './kept-answers.js';
import { pipelineSettings } from './settings-in-force.js';
import { readStageFigures } from './stage-figures.js';

export interface OperatorRouteParts {
  /** The public side of the timeseries service, which knows who is asking. */
  readonly timeseries: Connection;
  readonly store: ServiceClient;
  readonly config: PipelineServiceConfig;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** Reading figures takes a tenth of the time at most, and few periods are asked for. */
const KEPT = { most: 8, share: 0.1 };

type StageFiguresAnswer = Awaited<ReturnType<typeof readStageFigures>>;

/** `/v2/stages` and `/v2/settings/pipeline`: what operators want to know of the analysis. */
export function addOperatorRoutes(
  api: HttpServer,
  { timeseries, store, config, clock }: OperatorRouteParts,
): void {
  const preValidation = async (request: FastifyRequest) => {
    const { role } = await identify(request, timeseries);
    if (role !== 'operator') throw new SojournError('role-insufficient');
  };
  // Everybody's statistics are read for it, which takes long where many people are.
  const figures = new KeptAnswers<StageFiguresAnswer>({ clock, ...KEPT });
  const route = publicRoutes.readStageFigures;
  api.route({
    ...routeOf(route),
    preValidation,
    handler: async (request) => {
      const { seconds = publicRoutes.DEFAULT_STAGE_PERIOD } = decode(route.query, request.query);
      return figures.get(seconds, () => {
        const now = clock() / 1000;
        return readStageFigures(store, Math.max(0, now - seconds), now);
      });
    },
  });
  const settings = pipelineSettings(config);
  api.route({
    ...routeOf(publicRoutes.listPipelineSettings),
    preValidation,
    handler: async () => ({ settings }),
  });
}

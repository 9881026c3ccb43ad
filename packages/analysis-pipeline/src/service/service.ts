import { isSojournError, SojournError } from '@sojourn/datamodel';
import { pipelineRoutes } from '@sojourn/datamodel/http';
import {
  connect,
  createHttpServer,
  createLogger,
  createServiceTokenAuthority,
  type HttpServer,
  requireJsonBodies,
  requireServiceToken,
  routeOf,
  type ServiceTokenAuthority,
} from '@sojourn/service-kit';
import type { Logger } from 'pino';
import { AggregateStore } from '../aggregate-metrics/index.js';
import type { PipelineServiceConfig } from '../config.js';
import { FailingRuns, UnusedPointsNotes } from '../failures/index.js';
import { createJobs, type JobDefinition, type Jobs, jobDefinitions } from '../jobs/index.js';
import { dormancyRule, Poller } from '../poller/index.js';
import { daySummaryOptions, tripCollectionOptions } from '../results/index.js';
import type { RunRequest, RunResult } from '../runner/index.js';
import { parseSpan } from '../stages/index.js';
import { createTransitStopSource, storedTiles } from '../transit-lookup/index.js';
import { connectTimeseries, createRunner, createThreadRunner, type RunLinks } from '../workers/index.js';
import { addDayMetricsRoute } from './day-metrics-route.js';
import { addJobRoutes } from './job-routes.js';
import { PipelineMetrics } from './metrics.js';
import { addOperatorRoutes } from './operator-routes.js';
import { addResetRoute } from './reset-route.js';
import { addResultRoutes } from './result-routes.js';
import { RunLog } from './run-log.js';
import { softwareVersion } from './software-version.js';

/** Name under which service tokens are made for the pipeline. */
const audience = 'pipeline';

/** The service before it listens. */
export interface PipelineService {
  readonly api: HttpServer;
  readonly poller: Poller;
  readonly jobs: Jobs;
  /** Polls, and looks for jobs, from now on, as often as configured. */
  startPolling(): void;
  /** Stops polling, puts jobs back, lets runs end, closes all connections. */
  close(): Promise<void>;
}

/** What the service is given from outside. */
export interface ServiceSurroundings {
  readonly logger?: Logger;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  /** The service has the process to itself, so that the process's own figures are its figures. */
  readonly ownProcess?: boolean;
  /** Kinds of jobs; default those of the registry. */
  readonly jobs?: readonly JobDefinition[];
  /** Version of the software; default that of the package. */
  readonly software?: string;
}

/**
 * Builds the pipeline's service: an API that runs one person when asked, and a poller that runs people with new data.
 * @throws SojournError `key-file-unsafe`, `config-invalid`
 */
export async function createPipelineService(
  config: PipelineServiceConfig,
  {
    logger: given,
    clock = Date.now,
    ownProcess = false,
    jobs: definitions = jobDefinitions,
    software = softwareVersion(),
  }: ServiceSurroundings = {},
): Promise<PipelineService> {
  const logger = given ?? createLogger({ name: 'pipeline', level: config.logLevel });
  const authority = await createServiceTokenAuthority(config.serviceTokenFile, clock);
  const timeseries = await connectTimeseries(config, clock, ['people:erase']);
  const runner =
    config.threads === 0
      ? await createRunner(config, logger, clock)
      : createThreadRunner(config, config.threads, config.logLevel);
  const transitStops = createTransitStopSource({
    clock,
    store: storedTiles(timeseries.client.documents('transit-tiles'), clock),
    onRead: (counts) => logger.info(counts, 'transit stops are read'),
    onFailure: (error) => logger.warn({ err: error }, 'transit stops could not be looked up'),
  });
  const metrics = new PipelineMetrics(ownProcess);
  const log = new RunLog(clock);
  const isDormant = dormancyRule(timeseries.client, config.dormantSeconds);
  const failing = new FailingRuns({ store: timeseries.client, clock, software });
  const unused = new UnusedPointsNotes(timeseries.client, clock);
  metrics.watchFailing(() => failing.count());
  const run = (request: RunRequest, links: Pick<RunLinks, 'onStage'> = {}) =>
    log.record(request, (asked) =>
      failing.watch(asked, () =>
        unused.watch(asked, () => measured(() => runner.run(asked, { transitStops, ...links }), metrics)),
      ),
    );

  const poller = new Poller({
    people: () => timeseries.client.people(),
    run: async (request) => (await run(request)).result,
    failing,
    isDormant,
    clock,
    debounceSeconds: config.debounceSeconds,
    onError: (error, person) => logger.error({ person, err: error }, 'a run could not be done'),
  });
  const jobs = createJobs({
    definitions,
    tools: {
      store: timeseries.client,
      run: async (request, links) => (await run(request, links)).result,
      settings: config.settings,
      transitStops,
      threads: Math.max(1, config.threads),
      clock,
      filesFolder: config.filesFolder,
      isDormant,
    },
    lookSeconds: config.jobSeconds,
    atOnce: config.jobsAtOnce,
    leaseSeconds: config.jobLeaseSeconds,
    retentionDays: config.jobRetentionDays,
    // Who runs nobody on its own asks for nothing either.
    schedule:
      config.pollSeconds === 0
        ? []
        : [
            // Asked for until it is taken, should the store not answer yet.
            { name: 'reconvert', seconds: 3600, occasion: software },
            { name: 'aggregate-metrics', seconds: config.aggregateSeconds },
            { name: 'train-trip-model', seconds: config.trainSeconds },
            // Without a place to look them up, no ride waits for stops.
            ...(config.settings['transit.stops'] === 'none'
              ? []
              : [{ name: 'look-up-stops', seconds: config.stopsSeconds }]),
          ],
    // People wait for their diaries; sums and models for all of them can wait until what has piled up is done.
    whenQuiet: () => poller.catchUp(),
    onError: (error) => logger.error({ err: error }, 'jobs could not be worked on'),
    onEnded: (record) => metrics.jobEnded(record),
  });
  const publicSide = connect(config.timeseriesPublicAddress);
  const api = createApi({ logger, authority, metrics, log, run });
  addResetRoute(api, timeseries.client, admitTo(authority));
  addOperatorRoutes(api, { timeseries: publicSide, store: timeseries.client, config, clock });
  api.register(async (reference: HttpServer) => {
    requireJsonBodies(reference);
    addResultRoutes(reference, { timeseries: publicSide, trips: tripCollectionOptions(config.settings) });
    addDayMetricsRoute(reference, {
      timeseries: publicSide,
      aggregate: new AggregateStore(timeseries.client),
      access: config.aggregateAccess,
      minimumPeople: config.aggregateMinimumPeople,
      summaries: daySummaryOptions(config.settings),
      clock,
    });
  });
  await addJobRoutes(api, { timeseries: publicSide, desk: jobs.desk, worker: jobs.worker });
  await api.ready();
  let timer: NodeJS.Timeout | undefined;
  return {
    api,
    poller,
    jobs,
    startPolling() {
      jobs.start();
      if (config.pollSeconds === 0 || timer !== undefined) return;
      timer = setInterval(() => void poller.poll(), config.pollSeconds * 1000);
      void poller.poll();
    },
    async close() {
      clearInterval(timer);
      await api.close();
      await jobs.close();
      await poller.idle();
      await runner.close();
      await timeseries.close();
      await publicSide.close();
    },
  };
}

async function measured(run: () => Promise<RunResult>, metrics: PipelineMetrics): Promise<RunResult> {
  try {
    const result = await run();
    metrics.ended(result);
    return result;
  } catch (error) {
    // Somebody else runs the person: this run did not take place, and whoever polls comes back.
    if (!isSojournError(error) || error.code !== 'run-in-progress') metrics.failed();
    throw error;
  }
}

const admitTo = (authority: ServiceTokenAuthority) => (scope: string) =>
  requireServiceToken(authority, { audience, scope });

const mostSettingBytes = 64 * 1024 * 1024;

interface ApiParts {
  readonly logger: Logger;
  readonly authority: ServiceTokenAuthority;
  readonly metrics: PipelineMetrics;
  readonly log: RunLog;
  readonly run: (request: RunRequest) => ReturnType<RunLog['record']>;
}

function createApi({ logger, authority, metrics, log, run }: ApiParts): HttpServer {
  const api = createHttpServer({ logger, trustGateway: true });
  const admit = admitTo(authority);
  api.route({
    ...routeOf(pipelineRoutes.startRun),
    // A random forest is a setting like any other.
    bodyLimit: mostSettingBytes,
    onRequest: admit(pipelineRoutes.startRun.caller),
    handler: async ({ body: { person, stages, settings } }) => {
      const { outcome } = await run({
        person,
        ...(stages === undefined ? {} : { span: parseSpan(`${stages.from}..${stages.to}`) }),
        ...(settings === undefined ? {} : { settings }),
      });
      return outcome;
    },
  });
  api.route({
    ...routeOf(pipelineRoutes.getRun),
    onRequest: admit(pipelineRoutes.getRun.caller),
    handler: async ({ params }) => {
      const outcome = log.get(params.run);
      if (outcome === undefined) throw new SojournError('not-found');
      return outcome;
    },
  });
  api.get('/metrics', async (_, reply) => {
    reply.type(metrics.registry.contentType);
    return reply.serializer((text: string) => text).send(await metrics.registry.metrics());
  });
  return api;
}

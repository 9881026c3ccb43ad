import { webcrypto } from 'node:crypto';
import type { PersonId } from '@sojourn/datamodel';
import { createServiceClient, type ServiceClient } from '@sojourn/datamodel/client';
import type { ServiceScope } from '@sojourn/datamodel/http';
import { createObjectIdSource } from '@sojourn/datamodel/wire';
import { connect, createServiceTokenAuthority } from '@sojourn/service-kit';
import type { Logger } from 'pino';
import {
  cpuMilliseconds,
  type RunEnvironment,
  type RunRequest,
  type RunResult,
  remoteStore,
  runPerson,
} from '../runner/index.js';
import type { Settings } from '../settings/index.js';

/** Where runs read and write, and how. It can be handed to another thread. */
export interface RunnerConfig {
  /** Internal address of the timeseries service. */
  readonly timeseriesAddress: string;
  /** File with the secret that service tokens are made from. */
  readonly serviceTokenFile: string;
  /** Settings of the installation. */
  readonly settings: Settings;
}

/** What a run has to do with while it goes on. */
export type RunLinks = Pick<RunEnvironment, 'transitStops' | 'onStage'>;

/** Runs the pipeline for one person at a time or for several side by side. */
export interface Runner {
  /** @throws SojournError, see `runPerson` */
  run(request: RunRequest, links?: RunLinks): Promise<RunResult>;
  close(): Promise<void>;
}

/** The timeseries service as the pipeline sees it, with the connection to close in the end. */
export interface TimeseriesConnection {
  readonly client: ServiceClient;
  close(): Promise<void>;
}

/**
 * Connects to the timeseries service. Nothing is sent before the first call.
 * @param clock milliseconds
 * @param beyondRuns what is allowed that runs do not need
 */
export async function connectTimeseries(
  config: Pick<RunnerConfig, 'timeseriesAddress' | 'serviceTokenFile'>,
  clock: () => number,
  beyondRuns: readonly ServiceScope[] = [],
): Promise<TimeseriesConnection> {
  const authority = await createServiceTokenAuthority(config.serviceTokenFile, clock);
  const connection = connect(config.timeseriesAddress);
  const serviceToken = authority.source({
    subject: 'pipeline',
    audience: 'timeseries',
    scope: [
      'people:read',
      'entries:read',
      'entries:write',
      'documents:read',
      'documents:write',
      ...beyondRuns,
    ],
  });
  return { client: createServiceClient({ ...connection, serviceToken }), close: () => connection.close() };
}

/** A runner that works in the thread that calls it. @param clock milliseconds since the epoch */
export async function createRunner(
  config: RunnerConfig,
  logger: Logger,
  clock: () => number = Date.now,
): Promise<Runner> {
  const { client, close } = await connectTimeseries(config, clock);
  const nextId = createObjectIdSource(clock, (bytes) => webcrypto.getRandomValues(bytes));
  return {
    run: (request, links) =>
      runPerson(request, {
        store: remoteStore(client.person(request.person)),
        settings: config.settings,
        clock,
        createId: nextId,
        owner: `pipeline ${process.pid}`,
        cpuTime: cpuMilliseconds,
        onFailure: (stage, error) => logFailure(logger, request.person, stage, error),
        ...links,
      }),
    close,
  };
}

function logFailure(logger: Logger, person: PersonId, stage: string, error: unknown): void {
  logger.error({ person, stage, err: error }, 'a stage failed');
}

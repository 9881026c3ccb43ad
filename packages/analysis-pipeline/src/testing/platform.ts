import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createClient,
  createPipelineClient,
  createServiceClient,
  type PersonClient,
  type PipelineClient,
  type ServiceClient,
  type SojournClient,
} from '@sojourn/datamodel/client';
import { serviceScopes } from '@sojourn/datamodel/http';
import { connect, createLogger, listen } from '@sojourn/service-kit';
import { configOf, createTimeseriesService, type TimeseriesService } from '@sojourn/timeseries-service';
import { configFrom, type PipelineServiceConfig } from '../config.js';
import { createPipelineService, type PipelineService, type ServiceSurroundings } from '../service/index.js';

/** Both services on a real store in a temporary folder, behind real sockets. */
export interface TestPlatform {
  readonly timeseries: TimeseriesService;
  readonly service: PipelineService;
  readonly pipeline: PipelineClient;
  /** The timeseries service as other services see it. */
  readonly services: ServiceClient;
  /** The data folder of the timeseries service. */
  readonly data: string;
  /** Lines that both services have logged. */
  readonly log: string[];
  /** Addresses that the pipeline was started with. */
  readonly config: PipelineServiceConfig;
  /** Address at which the pipeline listens. */
  readonly pipelineAddress: string;
  /** The public routes that the pipeline answers, for the bearer of a token. */
  pipelineFor(token: string): SojournClient;
  /** Documents of the store that belong to nobody. */
  documents: ServiceClient['documents'];
  /** Token of an operator. */
  operator(): Promise<string>;
  /** Milliseconds since the epoch, as both services know them. */
  clock(): number;
  /** Moves the clock of both services. */
  pass(seconds: number): void;
  /** A registered person, from the phone's side and from a service's. */
  newPerson(): Promise<{ id: string; token: string; phone: SojournClient; store: PersonClient }>;
  stop(): Promise<void>;
}

export async function startPlatform(
  settings: Partial<PipelineServiceConfig> = {},
  surroundings: Pick<ServiceSurroundings, 'jobs'> = {},
): Promise<TestPlatform> {
  const data = await mkdtemp(join(tmpdir(), 'sojourn-pipeline-'));
  const log: string[] = [];
  const logger = createLogger({ name: 'test', destination: { write: (line) => log.push(line) } });
  let skew = 0;
  const clock = () => Date.now() + skew;
  const storeConfig = configOf({
    data,
    publicAddress: '127.0.0.1:0',
    internalAddress: '127.0.0.1:0',
    compactSeconds: 0,
    personBurst: 0,
  });
  const timeseries = await createTimeseriesService(storeConfig, { logger, clock });
  const publicAddress = await listen(timeseries.public, storeConfig.publicAddress);
  const internalAddress = await listen(timeseries.internal, storeConfig.internalAddress);
  const config = configFrom({
    timeseriesAddress: internalAddress,
    timeseriesPublicAddress: publicAddress,
    pipelineAddress: '127.0.0.1:0',
    serviceTokenFile: storeConfig.serviceTokenFile,
    pollSeconds: 0,
    debounceSeconds: 0,
    jobSeconds: 0,
    threads: 0,
    ...settings,
  });
  const service = await createPipelineService(config, { logger, clock, ...surroundings });
  const pipelineAddress = await listen(service.api, config.pipelineAddress);
  const connections = [publicAddress, internalAddress, pipelineAddress].map(connect);
  const [publicSide, internalSide, pipelineSide] = connections as [
    ReturnType<typeof connect>,
    ReturnType<typeof connect>,
    ReturnType<typeof connect>,
  ];
  const tokenFor = (audience: string) =>
    timeseries.authority.source({ subject: 'test', audience, scope: serviceScopes, ttl: 1e9 });
  const services = createServiceClient({ ...internalSide, serviceToken: tokenFor('timeseries') });
  return {
    timeseries,
    service,
    services,
    data,
    log,
    config,
    pipelineAddress,
    pipelineFor: (token) => createClient({ ...pipelineSide, token }),
    documents: (collection) => services.documents(collection),
    operator: async () => (await timeseries.store.directory.issue({ role: 'operator' })).token,
    clock,
    pipeline: createPipelineClient({ ...pipelineSide, serviceToken: tokenFor('pipeline') }),
    pass: (seconds) => {
      skew += seconds * 1000;
    },
    newPerson: async () => {
      const { token } = await timeseries.store.directory.issue({ role: 'participant' });
      const { id } = await services.register(token);
      return { id, token, phone: createClient({ ...publicSide, token }), store: services.person(id) };
    },
    stop: async () => {
      await Promise.all(connections.map((connection) => connection.close()));
      await service.close();
      await timeseries.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}

import { availableParallelism, homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type EnvironmentNames, parseAddress, readConfiguration } from '@sojourn/service-kit';
import { z } from 'zod';
import { withForestOfFile } from './forest-file.js';
import { createSettings, type Settings, studySettings } from './settings/index.js';
import { readStudyConfiguration, type StudyConfiguration } from './study-configuration.js';

/** Who may see the sums of everybody's trips without a token: anyone, nobody, or nobody and as if there were none. */
const aggregateAccessShape = z.enum(['no_auth', 'user_only', 'never']);

const settingsShape = z.object({
  /** Data folder of the installation; says where sockets and keys are when nothing else does. */
  data: z.string().min(1).optional(),
  /** Internal address of the timeseries service. */
  timeseriesAddress: z.string().optional(),
  /** Public address of the timeseries service, where people's own requests are passed on to. */
  timeseriesPublicAddress: z.string().optional(),
  /** Where the pipeline's own API listens. */
  pipelineAddress: z.string().optional(),
  /** File with the secret of the service tokens. */
  serviceTokenFile: z.string().min(1).optional(),
  /** Seconds between two looks for new data; 0 for none. */
  pollSeconds: z.coerce.number().nonnegative().default(10),
  /** Seconds that a person's data has to be quiet before their run starts. */
  debounceSeconds: z.coerce.number().nonnegative().default(60),
  /** Seconds between two looks for jobs that are due; 0 for none but when somebody asks for one. */
  jobSeconds: z.coerce.number().nonnegative().default(5),
  /** How many jobs are worked on at a time. */
  jobsAtOnce: z.coerce.number().int().positive().default(4),
  /** Seconds without a sign of life after which another process takes a job over. */
  jobLeaseSeconds: z.coerce.number().positive().default(30),
  /** Days for which jobs that have ended are remembered. */
  jobRetentionDays: z.coerce.number().positive().default(30),
  /**
   * The reference's rule of six hours is 21600: no run before the last location is so many seconds newer than the diary. 0
   * for no rule.
   */
  dormantSeconds: z.coerce.number().nonnegative().default(0),
  /** Worker threads; 0 runs everything in the main thread. */
  pipelineThreads: z.coerce.number().int().nonnegative().default(availableParallelism()),
  /** Who may see the sums of everybody's trips without a token; default what the study says, else `user_only`. */
  aggregateAccess: aggregateAccessShape.optional(),
  /** Days on which fewer people travelled are left out of the sums of everybody. */
  aggregateMinimumPeople: z.coerce.number().int().positive().default(5),
  /** Seconds between two refreshes of the sums of everybody; 0 for none but when an operator asks for one. */
  aggregateSeconds: z.coerce.number().nonnegative().default(21_600),
  /** Seconds between two times that everybody's trip models are trained; 0 for none but when somebody asks for it. */
  trainSeconds: z.coerce.number().nonnegative().default(86_400),
  /** From one look for rides without transit stops to the next; 0 for never. */
  stopsSeconds: z.coerce.number().nonnegative().default(900),
  /** Where transit stops are looked up, as the stages' setting `transit.stops` says it. */
  transitStops: z.string().min(1).optional(),
  /** File with the deployment configuration of the study. */
  studyConfig: z.string().min(1).optional(),
  /** Settings of the stages, under the reference's names. */
  pipeline: z.record(z.string(), z.unknown()).default({}),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Ends when standard input does, so that no pipeline outlives its supervisor. */
  supervised: z.union([z.boolean(), z.stringbool()]).default(false),
});

/** Settings of the pipeline service, checked and frozen. */
export interface PipelineServiceConfig {
  readonly timeseriesAddress: string;
  readonly timeseriesPublicAddress: string;
  readonly pipelineAddress: string;
  readonly serviceTokenFile: string;
  readonly pollSeconds: number;
  readonly debounceSeconds: number;
  readonly jobSeconds: number;
  readonly jobsAtOnce: number;
  readonly jobLeaseSeconds: number;
  readonly jobRetentionDays: number;
  readonly dormantSeconds: number;
  readonly aggregateAccess: z.output<typeof aggregateAccessShape>;
  readonly aggregateMinimumPeople: number;
  readonly aggregateSeconds: number;
  readonly trainSeconds: number;
  readonly stopsSeconds: number;
  /** Folder for files that jobs leave. */
  readonly filesFolder: string;
  readonly threads: number;
  readonly settings: Settings;
  readonly logLevel: string;
  readonly supervised: boolean;
}

/** Environment variable of each setting. */
export const environmentNames: EnvironmentNames<z.output<typeof settingsShape>> = {
  data: 'SOJOURN_DATA',
  timeseriesAddress: 'SOJOURN_TIMESERIES_ADDRESS',
  timeseriesPublicAddress: 'SOJOURN_TIMESERIES_PUBLIC_ADDRESS',
  pipelineAddress: 'SOJOURN_PIPELINE_ADDRESS',
  serviceTokenFile: 'SOJOURN_SERVICE_TOKEN_FILE',
  pollSeconds: 'SOJOURN_POLL_SECONDS',
  debounceSeconds: 'SOJOURN_DEBOUNCE_SECONDS',
  jobSeconds: 'SOJOURN_JOB_SECONDS',
  jobsAtOnce: 'SOJOURN_JOBS_AT_ONCE',
  jobLeaseSeconds: 'SOJOURN_JOB_LEASE_SECONDS',
  jobRetentionDays: 'SOJOURN_JOB_RETENTION_DAYS',
  dormantSeconds: 'SOJOURN_DORMANT_SECONDS',
  aggregateAccess: 'SOJOURN_AGGREGATE_ACCESS',
  aggregateMinimumPeople: 'SOJOURN_AGGREGATE_MINIMUM_PEOPLE',
  aggregateSeconds: 'SOJOURN_AGGREGATE_SECONDS',
  trainSeconds: 'SOJOURN_TRAIN_SECONDS',
  stopsSeconds: 'SOJOURN_STOPS_SECONDS',
  pipelineThreads: 'SOJOURN_PIPELINE_THREADS',
  transitStops: 'SOJOURN_TRANSIT_STOPS',
  studyConfig: 'SOJOURN_STUDY_CONFIG',
  logLevel: 'SOJOURN_LOG_LEVEL',
  supervised: 'SOJOURN_SUPERVISED',
};

/**
 * Reads the settings from the environment and, where `SOJOURN_CONFIG` names one, a YAML file.
 * @throws SojournError `config-invalid` naming each wrong setting, never its value
 */
export async function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<PipelineServiceConfig> {
  const file = environment.SOJOURN_CONFIG;
  const settings = await readConfiguration(settingsShape, {
    ...(file ? { file } : {}),
    names: environmentNames,
    environment,
  });
  const study = settings.studyConfig === undefined ? {} : await readStudyConfiguration(settings.studyConfig);
  const data = resolve(settings.data ?? defaultDataFolder(environment));
  const places = placesIn(data);
  return configFrom({
    timeseriesAddress: settings.timeseriesAddress ?? places.timeseriesAddress,
    timeseriesPublicAddress: settings.timeseriesPublicAddress ?? places.timeseriesPublicAddress,
    pipelineAddress: settings.pipelineAddress ?? places.pipelineAddress,
    serviceTokenFile: settings.serviceTokenFile ?? places.serviceTokenFile,
    pollSeconds: settings.pollSeconds,
    debounceSeconds: settings.debounceSeconds,
    jobSeconds: settings.jobSeconds,
    jobsAtOnce: settings.jobsAtOnce,
    jobLeaseSeconds: settings.jobLeaseSeconds,
    jobRetentionDays: settings.jobRetentionDays,
    dormantSeconds: settings.dormantSeconds,
    aggregateAccess: settings.aggregateAccess ?? accessSaidBy(study),
    aggregateMinimumPeople: settings.aggregateMinimumPeople,
    aggregateSeconds: settings.aggregateSeconds,
    trainSeconds: settings.trainSeconds,
    stopsSeconds: settings.stopsSeconds,
    filesFolder: places.filesFolder,
    threads: settings.pipelineThreads,
    settings: createSettings({
      ...studySettings(study),
      ...(await withForestOfFile(settings.pipeline, file)),
      ...(settings.transitStops === undefined ? {} : { 'transit.stops': settings.transitStops }),
    }),
    logLevel: settings.logLevel,
    supervised: settings.supervised,
  });
}

/** Settings for a service that is built in the same process, as tests and benches do: all defaults but these. */
export function configFrom(
  settings: Partial<PipelineServiceConfig> &
    Pick<
      PipelineServiceConfig,
      'timeseriesAddress' | 'timeseriesPublicAddress' | 'pipelineAddress' | 'serviceTokenFile'
    >,
): PipelineServiceConfig {
  const { pipeline, pipelineThreads, ...rest } = settingsShape.parse({});
  // Keys and files are beside each other in a data folder.
  const filesFolder = join(dirname(dirname(settings.serviceTokenFile)), 'files');
  const defaults = { ...rest, aggregateAccess: 'user_only', threads: pipelineThreads, filesFolder } as const;
  const config = { ...defaults, settings: createSettings(pipeline), ...settings };
  parseAddress(config.timeseriesAddress);
  parseAddress(config.timeseriesPublicAddress);
  parseAddress(config.pipelineAddress);
  return Object.freeze(config);
}

/** Where sockets, keys and files are in a data folder, when nothing says otherwise. */
export function placesIn(data: string) {
  const socket = (name: string): string => `unix:${join(data, 'run', `${name}.sock`)}`;
  return {
    timeseriesAddress: socket('timeseries-internal'),
    timeseriesPublicAddress: socket('timeseries-public'),
    pipelineAddress: socket('pipeline'),
    serviceTokenFile: join(data, 'keys', 'service-token.key'),
    filesFolder: join(data, 'files'),
  };
}

/** What phones of the study go by: `server.aggregate_call_auth`. */
function accessSaidBy({ server }: StudyConfiguration): PipelineServiceConfig['aggregateAccess'] {
  const said = (server as { aggregate_call_auth?: unknown } | null | undefined)?.aggregate_call_auth;
  return aggregateAccessShape.safeParse(said).data ?? 'user_only';
}

function defaultDataFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const base = environment.XDG_DATA_HOME || join(homedir(), '.local', 'share');
  return join(base, 'sojourn');
}

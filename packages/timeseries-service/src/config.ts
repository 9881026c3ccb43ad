import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { SojournError } from '@sojourn/datamodel';
import { type EnvironmentNames, parseAddress, readConfiguration } from '@sojourn/service-kit';
import { z } from 'zod';
import { AUTH_MODES } from './callers/index.js';

const settingsShape = z.object({
  /** Data folder; it belongs to one process alone. */
  data: z.string().min(1).optional(),
  /** What keeps the data: the data folder itself, or a MongoDB database that several processes may share. */
  engine: z.enum(['embedded', 'mongodb']).default('embedded'),
  /** Connection string, with the credentials; for `engine: mongodb`. */
  mongodbUrl: z.string().min(1).optional(),
  /** Where phones, browsers and scripts arrive, as a rule through the gateway. */
  publicAddress: z.string().optional(),
  /** Where our own services arrive; never behind the gateway. */
  internalAddress: z.string().optional(),
  auth: z.enum(AUTH_MODES).default('token_list'),
  /** For `auth: secret`: a token is good when it starts with one of them; separated by commas. */
  authSecrets: z.union([z.array(z.string().min(1)), z.string().transform(splitList)]).default([]),
  /** File with the deployment configuration of the study. */
  studyConfig: z.string().min(1).optional(),
  /** File with the root key; made at first start. Processes that share a database share it. */
  rootKeyFile: z.string().min(1).optional(),
  /** File with the secret of the service tokens; made at first start. */
  serviceTokenFile: z.string().min(1).optional(),
  /** Seconds a browser session lasts. */
  sessionSeconds: z.coerce
    .number()
    .int()
    .positive()
    .default(7 * 24 * 3600),
  /** Largest upload in bytes, decompressed. */
  uploadBytes: z.coerce
    .number()
    .int()
    .positive()
    .default(256 * 1024 * 1024),
  /** Requests one person may make at once; 0 for no limit. */
  personBurst: z.coerce.number().int().nonnegative().default(1200),
  /** Requests one person may make a second in the long run. */
  personRate: z.coerce.number().positive().default(40),
  /** Streams of changes that may be open at once. */
  openFeeds: z.coerce.number().int().nonnegative().default(200),
  /** Seconds after which a stream of changes shows that it still lives. */
  feedHeartbeat: z.coerce.number().positive().max(300).default(15),
  /** Seconds between two thorough rounds of compaction; 0 for no compaction at all. */
  compactSeconds: z.coerce.number().nonnegative().default(3600),
  /** As the pipeline has it: says of whom a run is not due yet, see `isDormant`; 0 of nobody. */
  dormantSeconds: z.coerce.number().nonnegative().default(0),
  /** Somebody supervises the process: it ends when its standard input does. */
  supervised: z.union([z.boolean(), z.stringbool()]).default(false),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** Settings of the timeseries service, checked and frozen. */
export interface TimeseriesServiceConfig
  extends Readonly<
    Omit<
      z.output<typeof settingsShape>,
      'data' | 'publicAddress' | 'internalAddress' | 'rootKeyFile' | 'serviceTokenFile'
    >
  > {
  readonly data: string;
  readonly publicAddress: string;
  readonly internalAddress: string;
  readonly rootKeyFile: string;
  readonly serviceTokenFile: string;
}

/** Environment variable of each setting. */
export const environmentNames: EnvironmentNames<z.output<typeof settingsShape>> = {
  data: 'SOJOURN_DATA',
  engine: 'SOJOURN_ENGINE',
  mongodbUrl: 'SOJOURN_MONGODB_URL',
  publicAddress: 'SOJOURN_PUBLIC_ADDRESS',
  internalAddress: 'SOJOURN_INTERNAL_ADDRESS',
  auth: 'SOJOURN_AUTH',
  authSecrets: 'SOJOURN_AUTH_SECRETS',
  studyConfig: 'SOJOURN_STUDY_CONFIG',
  rootKeyFile: 'SOJOURN_ROOT_KEY_FILE',
  serviceTokenFile: 'SOJOURN_SERVICE_TOKEN_FILE',
  sessionSeconds: 'SOJOURN_SESSION_SECONDS',
  uploadBytes: 'SOJOURN_UPLOAD_BYTES',
  personBurst: 'SOJOURN_PERSON_BURST',
  personRate: 'SOJOURN_PERSON_RATE',
  openFeeds: 'SOJOURN_OPEN_FEEDS',
  feedHeartbeat: 'SOJOURN_FEED_HEARTBEAT',
  compactSeconds: 'SOJOURN_COMPACT_SECONDS',
  dormantSeconds: 'SOJOURN_DORMANT_SECONDS',
  supervised: 'SOJOURN_SUPERVISED',
  logLevel: 'SOJOURN_LOG_LEVEL',
};

/**
 * Reads the settings from the environment and, where `SOJOURN_CONFIG` names one, a YAML file.
 * @throws SojournError `config-invalid` naming each wrong setting, never its value
 */
export async function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<TimeseriesServiceConfig> {
  const file = environment.SOJOURN_CONFIG;
  const settings = await readConfiguration(settingsShape, {
    ...(file ? { file } : {}),
    names: environmentNames,
    environment,
  });
  const data = resolve(settings.data ?? defaultDataFolder(environment));
  return checked({ ...settings, ...placesIn(data), ...present(settings), data });
}

/** Settings for a service that is built in the same process, as tests and benches do: all defaults but these. */
export function configOf(
  settings: Partial<TimeseriesServiceConfig> & { readonly data: string },
): TimeseriesServiceConfig {
  const data = resolve(settings.data);
  return checked({ ...settingsShape.parse({}), ...placesIn(data), ...settings, data });
}

function checked(config: TimeseriesServiceConfig): TimeseriesServiceConfig {
  parseAddress(config.internalAddress);
  if (config.engine === 'mongodb' && config.mongodbUrl === undefined) {
    throw new SojournError('config-invalid', { detail: 'the engine "mongodb" needs SOJOURN_MONGODB_URL' });
  }
  const local = isLocal(config.publicAddress);
  if (config.auth === 'skip' && !local) {
    throw new SojournError('config-invalid', {
      detail: 'the auth mode "skip" lets anybody in; it needs a public address on loopback or a unix socket',
    });
  }
  return Object.freeze(config);
}

function placesIn(data: string) {
  return {
    publicAddress: `unix:${join(data, 'run', 'timeseries-public.sock')}`,
    internalAddress: `unix:${join(data, 'run', 'timeseries-internal.sock')}`,
    rootKeyFile: join(data, 'keys', 'root.key'),
    serviceTokenFile: join(data, 'keys', 'service-token.key'),
  };
}

function defaultDataFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const base = environment.XDG_DATA_HOME || join(homedir(), '.local', 'share');
  return join(base, 'sojourn');
}

/** Whether only this machine can reach an address. @throws SojournError `config-invalid` */
export function isLocal(text: string): boolean {
  const address = parseAddress(text);
  if (address.kind === 'unix') return true;
  return ['localhost', '::1'].includes(address.host) || /^127(\.\d{1,3}){3}$/.test(address.host);
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** The optional settings that are there, so that an absent one does not hide its default place. */
function present(settings: z.output<typeof settingsShape>) {
  const { publicAddress, internalAddress, rootKeyFile, serviceTokenFile } = settings;
  return {
    ...(publicAddress === undefined ? {} : { publicAddress }),
    ...(internalAddress === undefined ? {} : { internalAddress }),
    ...(rootKeyFile === undefined ? {} : { rootKeyFile }),
    ...(serviceTokenFile === undefined ? {} : { serviceTokenFile }),
  };
}

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ServiceCommand } from '../supervisor/index.js';

/** What the processes of one data folder have in common. */
export interface PlatformSettings {
  /** Absolute path of the data folder. */
  readonly data: string;
  /** Absolute path of a `sojourn.yaml` that every process reads its own settings from. */
  readonly configurationFile?: string;
  readonly logLevel: string;
  readonly log: ServiceCommand['log'];
  /** More environment for all of them. */
  readonly environment?: Readonly<Record<string, string>>;
  /** More environment for the timeseries service alone: where the store is kept. */
  readonly storeEnvironment?: Readonly<Record<string, string>>;
}

/** Where services are found, and the file with the secret by which they know their callers. */
export interface Places {
  readonly timeseriesPublic: string;
  readonly timeseriesInternal: string;
  readonly pipeline: string;
  readonly serviceTokenFile: string;
}

/** The files of a data folder that more than one process uses. */
export function placesOf(data: string): Places & { readonly webapp: string } {
  const socket = (name: string) => `unix:${join(data, 'run', `${name}.sock`)}`;
  return {
    timeseriesPublic: socket('timeseries-public'),
    timeseriesInternal: socket('timeseries-internal'),
    pipeline: socket('pipeline'),
    webapp: socket('webapp'),
    serviceTokenFile: join(data, 'keys', 'service-token.key'),
  };
}

export function timeseriesCommand(settings: PlatformSettings): ServiceCommand {
  const places = placesOf(settings.data);
  return command(settings, 'timeseries-service', '@sojourn/timeseries-service', {
    SOJOURN_PUBLIC_ADDRESS: places.timeseriesPublic,
    SOJOURN_INTERNAL_ADDRESS: places.timeseriesInternal,
    // Nobody else is given the way to the database.
    ...(process.env.SOJOURN_MONGODB_URL ? { SOJOURN_MONGODB_URL: process.env.SOJOURN_MONGODB_URL } : {}),
    ...settings.storeEnvironment,
  });
}

/** A process that works on the store of a data folder while no service does. */
export function storeProcess(
  settings: PlatformSettings,
  program: 'restore' | 'rotate-keys',
): Pick<ServiceCommand, 'main' | 'environment'> {
  const { environment } = timeseriesCommand(settings);
  return { main: join(packageFolder('@sojourn/timeseries-service'), 'dist', `${program}.js`), environment };
}

/** The program that trains forests, which needs no service. */
export function forestTraining(): string {
  return join(packageFolder('@sojourn/analysis-pipeline'), 'dist', 'train-forest.js');
}

/**
 * @param poll whether it looks for new data on its own; otherwise it runs only when it is asked to
 * @param jobs whether it works on jobs that are there already and tries failed ones again; default: when it polls
 */
export function pipelineCommand(
  settings: PlatformSettings,
  { poll, jobs = poll }: { readonly poll: boolean; readonly jobs?: boolean },
): ServiceCommand {
  const places = placesOf(settings.data);
  return command(settings, 'analysis-pipeline', '@sojourn/analysis-pipeline', {
    SOJOURN_TIMESERIES_ADDRESS: places.timeseriesInternal,
    SOJOURN_TIMESERIES_PUBLIC_ADDRESS: places.timeseriesPublic,
    SOJOURN_PIPELINE_ADDRESS: places.pipeline,
    ...(poll ? {} : { SOJOURN_POLL_SECONDS: '0' }),
    ...(jobs ? {} : { SOJOURN_JOB_SECONDS: '0' }),
  });
}

export function webappCommand(settings: PlatformSettings): ServiceCommand {
  return command(settings, 'webapp', '@sojourn/webapp', {
    SOJOURN_WEBAPP_ADDRESS: placesOf(settings.data).webapp,
  });
}

export interface Door {
  readonly host: string;
  readonly port: number;
  /** Environment that makes the gateway speak TLS. */
  readonly tls?: Readonly<Record<string, string>>;
}

export function gatewayCommand(settings: PlatformSettings, door: Door): ServiceCommand {
  const places = placesOf(settings.data);
  return command(settings, 'gateway', '@sojourn/gateway', {
    SOJOURN_HOST: door.host,
    SOJOURN_PORT: String(door.port),
    SOJOURN_TIMESERIES_PUBLIC_ADDRESS: places.timeseriesPublic,
    SOJOURN_PIPELINE_ADDRESS: places.pipeline,
    SOJOURN_WEBAPP_ADDRESS: places.webapp,
    ...door.tls,
  });
}

function command(
  settings: PlatformSettings,
  name: string,
  packageName: string,
  environment: Readonly<Record<string, string>>,
): ServiceCommand {
  return {
    name,
    main: join(packageFolder(packageName), 'dist', 'main.js'),
    // Relative paths in the settings mean what they mean to whoever wrote them.
    folder: process.cwd(),
    log: settings.log,
    environment: {
      SOJOURN_DATA: settings.data,
      SOJOURN_SERVICE_TOKEN_FILE: placesOf(settings.data).serviceTokenFile,
      SOJOURN_LOG_LEVEL: settings.logLevel,
      SOJOURN_MONGODB_URL: '',
      ...(settings.configurationFile ? { SOJOURN_CONFIG: settings.configurationFile } : {}),
      ...settings.environment,
      ...environment,
    },
  };
}

function packageFolder(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}

import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { SojournError } from '@sojourn/datamodel';
import { type EnvironmentNames, readConfiguration } from '@sojourn/service-kit';
import { z } from 'zod';
import type { Places } from './platform/index.js';

const shape = z.object({
  data: z.string().min(1).optional(),
  host: z.string().min(1).default('127.0.0.1'),
  port: z.coerce.number().int().min(0).max(65_535).default(8080),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
  auth: z.string().optional(),
  timeseriesAddress: z.string().optional(),
  timeseriesPublicAddress: z.string().optional(),
  pipelineAddress: z.string().optional(),
  serviceTokenFile: z.string().optional(),
});

const names: EnvironmentNames<z.output<typeof shape>> = {
  data: 'SOJOURN_DATA',
  host: 'SOJOURN_HOST',
  port: 'SOJOURN_PORT',
  logLevel: 'SOJOURN_LOG_LEVEL',
  auth: 'SOJOURN_AUTH',
  timeseriesAddress: 'SOJOURN_TIMESERIES_ADDRESS',
  timeseriesPublicAddress: 'SOJOURN_TIMESERIES_PUBLIC_ADDRESS',
  pipelineAddress: 'SOJOURN_PIPELINE_ADDRESS',
  serviceTokenFile: 'SOJOURN_SERVICE_TOKEN_FILE',
};

/** What the command line itself needs to know; the services read the rest of the same file on their own. */
export interface CliConfiguration {
  /** Absolute path of the data folder. */
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  /** Absolute path of the `sojourn.yaml` in use, if there is one. */
  readonly file?: string;
  /** Services that the settings say run somewhere else, such as in other containers. */
  readonly elsewhere?: Places;
}

/** Options of a command line, which win over the environment, which wins over the file. */
export interface Flags {
  readonly data?: string;
  readonly host?: string;
  readonly port?: string;
  readonly config?: string;
}

/**
 * Reads `sojourn.yaml` (the one that `--config` or SOJOURN_CONFIG names, else the one in the working folder), the
 * environment and the flags.
 *
 * @throws SojournError `config-invalid`
 */
export async function readCliConfiguration(
  environment: Readonly<Record<string, string | undefined>>,
  flags: Flags = {},
): Promise<CliConfiguration> {
  const asked = flags.config ?? environment.SOJOURN_CONFIG;
  const file = asked ? resolve(asked) : existsSync('sojourn.yaml') ? resolve('sojourn.yaml') : undefined;
  const settings = await readConfiguration(shape, {
    ...(file ? { file } : {}),
    names,
    environment: {
      ...environment,
      ...(flags.data ? { SOJOURN_DATA: flags.data } : {}),
      ...(flags.host ? { SOJOURN_HOST: flags.host } : {}),
      ...(flags.port ? { SOJOURN_PORT: flags.port } : {}),
    },
  });
  // The store listens on a socket alone and cannot see who the port lets in.
  if (settings.auth === 'skip' && !isLoopback(settings.host)) {
    throw new SojournError('config-invalid', {
      detail: 'the auth mode "skip" lets anybody in; it needs a host on loopback, such as 127.0.0.1',
    });
  }
  return Object.freeze({
    host: settings.host,
    port: settings.port,
    logLevel: settings.logLevel,
    data: resolve(settings.data ?? defaultDataFolder(environment)),
    ...(file ? { file } : {}),
    ...elsewhere(settings),
  });
}

function elsewhere(settings: z.output<typeof shape>): { elsewhere?: Places } {
  const { timeseriesAddress, timeseriesPublicAddress, pipelineAddress, serviceTokenFile } = settings;
  if (timeseriesAddress === undefined) return {};
  if (!timeseriesPublicAddress || !pipelineAddress || !serviceTokenFile) {
    throw new SojournError('config-invalid', {
      detail:
        'services elsewhere are named by SOJOURN_TIMESERIES_ADDRESS, SOJOURN_TIMESERIES_PUBLIC_ADDRESS, ' +
        'SOJOURN_PIPELINE_ADDRESS and SOJOURN_SERVICE_TOKEN_FILE together',
    });
  }
  return {
    elsewhere: {
      timeseriesInternal: timeseriesAddress,
      timeseriesPublic: timeseriesPublicAddress,
      pipeline: pipelineAddress,
      serviceTokenFile,
    },
  };
}

function defaultDataFolder(environment: Readonly<Record<string, string | undefined>>): string {
  return join(environment.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'sojourn');
}

/** Whether an address is reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

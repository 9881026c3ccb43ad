import { fileURLToPath } from 'node:url';
import type { CertificateFiles } from './configuration/index.js';

/** The file that is read where nobody names another. */
export const shippedFile = fileURLToPath(new URL('../config/gateway.config.yml', import.meta.url));

/** What the process is told by its environment. */
export interface ProcessConfiguration {
  /** Path of `gateway.config.yml`. */
  readonly file: string;
  /** Certificate that the port speaks TLS with. */
  readonly tls?: CertificateFiles;
  /** Whether the end of standard input is the end of the process. */
  readonly supervised: boolean;
}

/**
 * Reads the environment: `SOJOURN_GATEWAY_CONFIG`, `SOJOURN_TLS_CERTIFICATE` with `SOJOURN_TLS_KEY`,
 * `SOJOURN_SUPERVISED`. All else is in the YAML, which takes variables as `${NAME:-default}`.
 *
 * @throws Error when only one of the TLS files is given
 */
export function readEnvironment(environment: NodeJS.ProcessEnv): ProcessConfiguration {
  const {
    SOJOURN_GATEWAY_CONFIG: file = shippedFile,
    SOJOURN_TLS_CERTIFICATE: cert,
    SOJOURN_TLS_KEY: key,
  } = environment;
  if ((cert === undefined) !== (key === undefined)) {
    throw new Error('SOJOURN_TLS_CERTIFICATE and SOJOURN_TLS_KEY belong together');
  }
  return Object.freeze({
    file,
    supervised: environment.SOJOURN_SUPERVISED === '1',
    ...(cert === undefined || key === undefined ? {} : { tls: { cert, key } }),
  });
}

/**
 * Settings that Express Gateway itself reads from the environment. Without them it would watch its files, take a
 * broken one for good, and show stack traces to clients.
 */
export function hardenEnvironment(environment: NodeJS.ProcessEnv): void {
  environment.NODE_ENV = 'production';
  environment.EG_DISABLE_CONFIG_WATCH = 'true';
}

/** Least level of log lines: `SOJOURN_LOG_LEVEL`, else `info`. */
export function logLevel(environment: NodeJS.ProcessEnv): string {
  return environment.SOJOURN_LOG_LEVEL ?? 'info';
}

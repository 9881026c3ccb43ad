import { readFileSync } from 'node:fs';
import { shippedFile } from '../config.js';
import {
  type Configuration,
  configurationSchema,
  type Setting,
  settingsInForce,
} from '../configuration/index.js';
import { host } from './express-gateway.js';

/** What the process is told beside its file. */
export interface ProcessSettings {
  readonly file: string;
  readonly logLevel: string;
  readonly certificate: string | null;
}

/** The gateway's settings as an operator may see them: those of its process, then those of its file by their path. */
export function gatewaySettings(configuration: Configuration, told: ProcessSettings): Setting[] {
  return [
    ...settingsInForce({
      settings: told,
      defaults: { file: shippedFile, logLevel: 'info', certificate: null },
      written: variables,
    }),
    ...settingsInForce({
      settings: configuration,
      defaults: shippedConfiguration(),
      written: host.yaml.load(readFileSync(told.file, 'utf8')) as object,
    }),
  ];
}

const variables = {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: as a file would have them
  file: '${SOJOURN_GATEWAY_CONFIG}',
  logLevel: '${SOJOURN_LOG_LEVEL}',
  certificate: '${SOJOURN_TLS_CERTIFICATE}',
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: as a file would have them
};

/** The shipped file as it is read where the environment says nothing. */
function shippedConfiguration(): object {
  const text = readFileSync(shippedFile, 'utf8').replace(/\$\{\w+:-([^}]+)\}/g, '$1');
  const shipped = host.yaml.load(text) as object;
  // Fills in what the schema has as defaults.
  host.schemas.validate(configurationSchema.$id, shipped);
  return shipped;
}

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Configuration, checkRoutes, configurationSchema } from '../configuration/index.js';
import { host } from './express-gateway.js';
import { endingPolicies, loadPolicies } from './policies.js';

const validate = host.schemas.register('config', 'sojourn', configurationSchema);

/**
 * Reads the route table through the host: environment variables are filled in, the host's schema and ours are
 * checked, names must fit together.
 *
 * @param file path of `gateway.config.yml`; `system.config.yml` lies beside it
 * @throws Error that says what is wrong; nothing has changed then
 */
export function readConfiguration(file: string): Configuration {
  assertVariables(readFileSync(file, 'utf8'));
  const config = new host.Config();
  config.gatewayConfigPath = file;
  config.systemConfigPath = join(dirname(file), 'system.config.yml');
  config.loadConfig('system');
  config.loadConfig('gateway');
  // A plugin that fails to load is only logged by the host, so none is loaded that way.
  if (Object.keys((config.systemConfig.plugins as object | undefined) ?? {}).length > 0) {
    throw new Error('system.config.yml: plugins are not loaded from here; policies are part of the gateway');
  }
  const { gatewayConfig } = config;
  if (Object.hasOwn(gatewayConfig, 'admin')) {
    throw new Error('admin: the admin API has no authentication and is not offered');
  }
  const { isValid, error } = validate(gatewayConfig);
  if (!isValid) throw new Error(error.replaceAll('data.', '').replace(/^data /, 'configuration '));
  const configuration = gatewayConfig as unknown as Configuration;
  loadPolicies(configuration.policies);
  checkRoutes(configuration, endingPolicies);
  return configuration;
}

/** The host reads a variable that is not set as the word null: refuse it here. */
function assertVariables(text: string): void {
  for (const [, escaped, name, hasDefault] of text.matchAll(/(\$?)\$\{([A-Za-z0-9_]+)(:-[^}]+)?\}/g)) {
    if (escaped === '' && hasDefault === undefined && process.env[name!] === undefined) {
      throw new Error(`the environment variable ${name} is not set`);
    }
  }
}

import type { Setting } from '@sojourn/datamodel/http';
import { readConfiguration, settingsInForce } from '@sojourn/service-kit';
import { z } from 'zod';

const shape = z.object({
  address: z.string().default('127.0.0.1:0'),
  /** A PMTiles archive with streets, for maps that show more than land and towns. */
  streets: z.string().optional(),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export type WebappConfig = Readonly<z.output<typeof shape>>;

/** Environment variables of the settings. */
const names = {
  address: 'SOJOURN_WEBAPP_ADDRESS',
  streets: 'SOJOURN_STREETS',
  logLevel: 'SOJOURN_LOG_LEVEL',
} as const;

/** The settings of the page's server, from the environment. */
export function readWebappConfig(environment: NodeJS.ProcessEnv): Promise<WebappConfig> {
  return readConfiguration(shape, { names, environment });
}

/** The settings as operators may see them. */
export function webappSettings(config: WebappConfig): Setting[] {
  const defaults = { ...shape.parse({}), streets: undefined };
  return settingsInForce({ ...config }, { defaults, variables: names });
}

import { z } from 'zod';
import { defineRoute } from '../route.js';

/** One setting of a service, as it is in force. */
export const settingShape = z.object({
  name: z.string(),
  /** `[hidden]` in the place of secrets. */
  value: z.unknown(),
  /** It has the value that it has when nobody says anything. */
  isDefault: z.boolean(),
  /** Environment variable that sets it; null where only the configuration file does. */
  variable: z.string().nullable(),
});
export type Setting = z.output<typeof settingShape>;

const listed = {
  surface: 'public',
  method: 'GET',
  caller: 'operator',
  idempotent: true,
  response: z.object({ settings: z.array(settingShape) }),
} as const;

export const listTimeseriesSettings = defineRoute({
  ...listed,
  id: 'listTimeseriesSettings',
  path: '/v2/settings/timeseries',
  summary: 'Settings in force in the timeseries service, without secrets',
});

export const listPipelineSettings = defineRoute({
  ...listed,
  id: 'listPipelineSettings',
  servedBy: 'analysis-pipeline',
  path: '/v2/settings/pipeline',
  summary: 'Settings in force in the pipeline and of its stages, without secrets',
});

export const listGatewaySettings = defineRoute({
  ...listed,
  id: 'listGatewaySettings',
  servedBy: 'gateway',
  path: '/v2/settings/gateway',
  summary: 'Settings in force in the gateway, its routes and limits among them',
});

export const listWebappSettings = defineRoute({
  ...listed,
  id: 'listWebappSettings',
  servedBy: 'webapp',
  path: '/v2/settings/webapp',
  summary: 'Settings in force in the server of the web page',
});

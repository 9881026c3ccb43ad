import { cors } from './cors.js';
import { headers } from './headers.js';
import { health } from './health.js';
import { log } from './log.js';
import { maxBody } from './max-body.js';
import { metrics } from './metrics.js';
import { operators } from './operators.js';
import type { Policy } from './policy.js';
import { proxy } from './proxy.js';
import { rateLimit } from './rate-limit.js';
import { refuse } from './refuse.js';
import { settings } from './settings.js';

/** Every policy of the data path; those that the host has under the same name are replaced. */
export const dataPath: readonly Policy[] = Object.freeze([
  cors,
  headers,
  health,
  log,
  maxBody,
  metrics,
  operators,
  proxy,
  rateLimit,
  refuse,
  settings,
]);

export type { AccessLogger } from './log.js';
export type { BoundPolicy, Policy, PolicyContext, Verdict } from './policy.js';
export { RateLimits } from './rate-limit.js';
export { log, metrics as metricsPolicy };

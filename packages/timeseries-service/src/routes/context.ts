import type { Callers, Sessions } from '../callers/index.js';
import type { TimeseriesServiceConfig } from '../config.js';
import type { Study } from '../deployment/index.js';
import type { Mover } from '../migration/index.js';
import type { Register } from '../registration.js';
import type { TimeseriesStore } from '../timeseries/index.js';
import type { Metrics } from './internal/metrics.js';

/** What the routes are given to work with. */
export interface RouteContext {
  readonly config: TimeseriesServiceConfig;
  readonly store: TimeseriesStore;
  readonly mover: Mover;
  readonly callers: Callers;
  readonly sessions: Sessions;
  readonly study: Study | undefined;
  readonly register: Register;
  readonly metrics: Metrics;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

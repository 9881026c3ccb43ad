import type { HttpServer } from '@sojourn/service-kit';
import type { RouteContext } from '../context.js';
import { custodyRoutes } from './custody.js';
import { entryRoutes } from './entries.js';
import { importRoutes } from './import.js';
import { acceptExtendedJson } from './import-body.js';
import { peopleRoutes } from './people.js';
import { runRoutes } from './run.js';
import { storeRoutes } from './store.js';

export { createMetrics, type Metrics } from './metrics.js';

/** Every route of the internal listener. */
export function internalRoutes(app: HttpServer, context: RouteContext): void {
  acceptExtendedJson(app);
  for (const addRoutes of [peopleRoutes, entryRoutes, importRoutes, runRoutes, custodyRoutes, storeRoutes]) {
    addRoutes(app, context);
  }
}

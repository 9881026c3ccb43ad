import type { HttpServer } from '@sojourn/service-kit';
import type { RouteContext } from '../context.js';
import { backupRoutes } from './backup.js';
import { changeRoutes } from './changes.js';
import { custodyRoutes } from './custody.js';
import { documentStoreRoutes } from './documents.js';
import { entryRoutes } from './entries.js';
import { everybodyRoutes } from './everybody.js';
import { importRoutes } from './import.js';
import { acceptExtendedJson } from './import-body.js';
import { migrationRoutes } from './migration.js';
import { peopleRoutes } from './people.js';
import { answerServiceProblem } from './problem.js';
import { acceptRows } from './rows-body.js';
import { runRoutes } from './run.js';
import { storeRoutes } from './store.js';
import { writeRoutes } from './write.js';

export { createMetrics, type Metrics } from './metrics.js';

const groups = [
  changeRoutes,
  peopleRoutes,
  entryRoutes,
  importRoutes,
  writeRoutes,
  everybodyRoutes,
  runRoutes,
  custodyRoutes,
  storeRoutes,
  backupRoutes,
  migrationRoutes,
  documentStoreRoutes,
];

/** Every route of the internal listener. */
export function internalRoutes(app: HttpServer, context: RouteContext): void {
  app.register(async (scope: HttpServer) => {
    scope.setErrorHandler(answerServiceProblem);
    acceptExtendedJson(scope);
    acceptRows(scope);
    for (const addRoutes of groups) addRoutes(scope, context);
  });
}

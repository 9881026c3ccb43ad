import type { ServiceClient } from '@sojourn/datamodel/client';
import { pipelineRoutes } from '@sojourn/datamodel/http';
import { type HttpServer, type requireServiceToken, routeOf } from '@sojourn/service-kit';
import { resetModes, resetPerson } from '../reset/index.js';
import { remoteStore } from '../runner/index.js';

/** Lets services and operators take back what was derived for a person. @param admit lets callers of a scope in */
export function addResetRoute(
  api: HttpServer,
  timeseries: ServiceClient,
  admit: (scope: string) => ReturnType<typeof requireServiceToken>,
): void {
  const route = pipelineRoutes.resetPerson;
  api.route({
    ...routeOf(route),
    onRequest: admit(route.caller),
    handler: ({ body: { person, time, part } }) => {
      const reset = part === 'modes' ? resetModes : resetPerson;
      return reset(time, {
        store: remoteStore(timeseries.person(person)),
        owner: `reset ${process.pid}`,
      });
    },
  });
}

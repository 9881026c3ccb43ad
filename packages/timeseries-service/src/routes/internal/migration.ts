import { internalRoutes } from '@sojourn/datamodel/http';
import type { HttpServer } from '@sojourn/service-kit';
import type { RouteContext } from '../context.js';
import { mount } from '../mount.js';
import { told } from './told.js';

/** A line is sent for so many people. */
const peopleALine = 20;

/** `/v1/migrations`: moves the store to another engine while it is used. */
export function migrationRoutes(app: HttpServer, { config, mover }: RouteContext): void {
  mount(app, internalRoutes.migrateStore, async (request) =>
    told(request.log, async (tell) => {
      let step = '';
      const done = await mover.move({ data: config.data, ...request.body }, (progress) => {
        if (progress.step === step && progress.people % peopleALine > 0) return;
        step = progress.step;
        tell({ progress });
      });
      return { done };
    }),
  );
}

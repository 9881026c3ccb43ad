import { referenceRoutes } from '@sojourn/datamodel/http';
import type { HttpServer } from '@sojourn/service-kit';
import { completeUntil, processedRange } from '../../profile/index.js';
import { personOf } from '../access.js';
import type { RouteContext } from '../context.js';
import { mount } from '../mount.js';

/** `/pipeline/…`: how far the diary has come. */
export function pipelineRoutes(app: HttpServer, { store }: RouteContext): void {
  mount(app, referenceRoutes.pipelineRange, async (request) =>
    processedRange(await store.person(personOf(request)).profile()),
  );

  mount(app, referenceRoutes.pipelineComplete, async (request) => ({
    complete_ts: completeUntil(await store.person(personOf(request)).states()),
  }));
}

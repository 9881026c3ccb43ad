import { type HttpServer, requireJsonBodies } from '@sojourn/service-kit';
import type { RouteContext } from '../context.js';
import { noteCalls } from './activity.js';
import { customLabelRoutes } from './custom-label.js';
import { datastreamRoutes } from './datastreams.js';
import { pipelineRoutes } from './pipeline.js';
import { profileRoutes } from './profile.js';
import { redirectRoutes } from './redirect.js';
import { usercacheRoutes } from './usercache.js';
import { entryRoutes } from './v2-entries.js';
import { lockRoutes } from './v2-lock.js';
import { operatorRoutes } from './v2-operator.js';
import { sessionRoutes } from './v2-session.js';
import { stateRoutes } from './v2-state.js';
import { tokenRoutes } from './v2-tokens.js';

const referenceGroups = [
  profileRoutes,
  usercacheRoutes,
  datastreamRoutes,
  pipelineRoutes,
  customLabelRoutes,
  redirectRoutes,
];
const ownGroups = [sessionRoutes, entryRoutes, stateRoutes, lockRoutes, tokenRoutes, operatorRoutes];

/** Every route of the public listener: the reference's API and `/v2`. */
export function publicRoutes(app: HttpServer, context: RouteContext): void {
  noteCalls(app, context);
  app.register(async (reference: HttpServer) => {
    requireJsonBodies(reference);
    for (const addRoutes of referenceGroups) addRoutes(reference, context);
  });
  app.register(async (own: HttpServer) => {
    for (const addRoutes of ownGroups) addRoutes(own, context);
  });
}

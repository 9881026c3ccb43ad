export { guardInternalRoutes, guardPublicRoutes, SERVICE_AUDIENCE } from './access.js';
export type { RouteContext } from './context.js';
export { createMetrics, internalRoutes, type Metrics } from './internal/index.js';
export { type DocumentedBodies, mount } from './mount.js';
export { publicRoutes } from './public/index.js';
export { acceptCompressedBodies } from './request-encoding.js';

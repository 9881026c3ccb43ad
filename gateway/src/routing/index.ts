export { dispatch, type Routing } from './dispatch.js';
export { compileRouteTable, type RouteTable } from './route-table.js';

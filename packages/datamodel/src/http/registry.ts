import * as internal from './internal/index.js';
import * as pipeline from './pipeline/index.js';
import * as publicSurface from './public/index.js';
import * as reference from './reference/index.js';
import type { Route, Surface } from './route.js';

/** Every route of every surface, in the order of surfaces, then ids. */
export const allRoutes: readonly Route[] = Object.freeze(
  [reference, publicSurface, internal, pipeline].flatMap((surface) => Object.values(surface).filter(isRoute)),
);

/** The routes of one surface. */
export function routesOf(surface: Surface): readonly Route[] {
  return allRoutes.filter((route) => route.surface === surface);
}

/** The route of an operation, or undefined. */
export function routeById(id: string): Route | undefined {
  return allRoutes.find((route) => route.id === id);
}

function isRoute(value: unknown): value is Route {
  return typeof value === 'object' && value !== null && 'surface' in value && 'path' in value;
}

import type { TransitRoute } from '../../stages/index.js';
import { decidingTags, extentOf, isRoute, isStop, type PlacedElement } from '../placed-element.js';
import type { PlacedStop } from './stop-index.js';

/**
 * The stops among the elements of an extract, each with the routes that it is a member of. Stops that do not say where
 * they are are left out.
 */
export function placedStops(elements: readonly PlacedElement[]): PlacedStop[] {
  const routesByStop = routesByNode(elements);
  return elements.filter(isStop).flatMap((element) => {
    const extent = extentOf(element);
    if (extent === undefined) return [];
    const routes = routesByStop.get(element.id) ?? [];
    return [{ extent, stop: { id: element.id, tags: decidingTags(element.tags), routes } }];
  });
}

function routesByNode(elements: readonly PlacedElement[]): Map<number, TransitRoute[]> {
  const routes = new Map<number, TransitRoute[]>();
  for (const element of elements.filter(isRoute)) {
    const route = { id: element.id, tags: decidingTags(element.tags) };
    const nodes = (element.members ?? []).filter(({ type }) => type === 'node');
    for (const ref of new Set(nodes.map((member) => member.ref))) {
      const known = routes.get(ref);
      if (known === undefined) routes.set(ref, [route]);
      else known.push(route);
    }
  }
  return routes;
}

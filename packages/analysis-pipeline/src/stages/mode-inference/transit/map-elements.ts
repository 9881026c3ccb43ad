import type { Tags, TransitStop } from '../../transit-stops.js';

/** An element of OpenStreetMap as the Overpass interface describes it. */
export interface MapElement {
  readonly type: string;
  readonly id: number;
  readonly tags?: Tags;
  /** Members of a relation. */
  readonly members?: readonly { readonly type: string; readonly ref: number }[];
}

/** Stops among the elements of a box, each with the route relations that it is a member of. */
export function stopsOfElements(elements: readonly MapElement[]): TransitStop[] {
  const routes = elements.filter(({ type, tags }) => type === 'relation' && tags?.type === 'route');
  return elements
    .filter(({ type }) => type !== 'relation')
    .map(({ id, tags = {} }) => ({
      id,
      tags,
      routes: routes
        .filter(({ members = [] }) => members.some(({ type, ref }) => type === 'node' && ref === id))
        .map((route) => ({ id: route.id, tags: route.tags ?? {} })),
    }));
}

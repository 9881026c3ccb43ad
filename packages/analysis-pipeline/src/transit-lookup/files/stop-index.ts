import Flatbush from 'flatbush';
import type { BoundingBox, TransitStop } from '../../stages/index.js';

/** A stop with where it is. */
export interface PlacedStop {
  readonly stop: TransitStop;
  readonly extent: BoundingBox;
}

/** Stops of an area, found by where they are. */
export class StopIndex {
  readonly #stops: readonly PlacedStop[];
  readonly #tree: Flatbush | undefined;

  constructor(stops: readonly PlacedStop[]) {
    this.#stops = stops;
    if (stops.length === 0) return;
    const tree = new Flatbush(stops.length);
    for (const { extent } of stops) {
      tree.add(
        extent.minimumLongitude,
        extent.minimumLatitude,
        extent.maximumLongitude,
        extent.maximumLatitude,
      );
    }
    tree.finish();
    this.#tree = tree;
  }

  /** How many stops there are, and of how many it is known what stops there. */
  get counts(): { readonly stops: number; readonly known: number } {
    const known = this.#stops.filter(
      ({ stop: { tags, routes } }) => routes.length > 0 || 'railway' in tags || 'route_ref' in tags,
    );
    return { stops: this.#stops.length, known: known.length };
  }

  /** The stops of a box, its edge included, in the order in which they were given. */
  stopsIn(box: BoundingBox): TransitStop[] {
    const { minimumLongitude, minimumLatitude, maximumLongitude, maximumLatitude } = box;
    const found =
      this.#tree?.search(minimumLongitude, minimumLatitude, maximumLongitude, maximumLatitude) ?? [];
    return found.sort((left, right) => left - right).map((index) => this.#stops[index]!.stop);
  }
}

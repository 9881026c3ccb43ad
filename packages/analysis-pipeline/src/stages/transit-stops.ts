/** A rectangle on the map, in degrees. */
export interface BoundingBox {
  readonly minimumLatitude: number;
  readonly minimumLongitude: number;
  readonly maximumLatitude: number;
  readonly maximumLongitude: number;
}

/** Tags of an element of OpenStreetMap. */
export type Tags = Readonly<Record<string, string>>;

/** A public-transport route that serves a stop. */
export interface TransitRoute {
  readonly id: number | string;
  readonly tags: Tags;
}

/** A stop, station or platform. */
export interface TransitStop {
  readonly id: number | string;
  readonly tags: Tags;
  /** Empty when no route is known to serve it. */
  readonly routes: readonly TransitRoute[];
}

/** What is known of transit stops. A stage does not wait: whoever runs it asks for its boxes before. */
export interface TransitStopLookup {
  /** Stops in a box; undefined when nobody could be asked, which is not the same as there being none. */
  stopsIn(box: BoundingBox): readonly TransitStop[] | undefined;
}

/** A lookup that never finds a stop. */
export const noTransitStops: TransitStopLookup = Object.freeze({ stopsIn: () => [] });

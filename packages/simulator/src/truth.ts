import { toDegrees } from './city.js';
import type { Trip } from './diary.js';
import type { TravelMode } from './movement.js';
import type { Place, PlaceKind } from './person.js';

export interface TruePlace {
  readonly name: string;
  readonly kind: PlaceKind;
  readonly zone: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** A trip as it really happened. Times are seconds since 1970, distances metres along the way. */
export interface TrueTrip {
  readonly start_ts: number;
  readonly end_ts: number;
  readonly from: TruePlace;
  readonly to: TruePlace;
  readonly distance: number;
  readonly legs: readonly {
    readonly mode: TravelMode;
    readonly start_ts: number;
    readonly end_ts: number;
    readonly distance: number;
  }[];
  /** False when the phone was off: such a trip cannot be in the data. */
  readonly tracked: boolean;
}

export function describeTrip(trip: Trip): TrueTrip {
  return {
    start_ts: trip.start / 1000,
    end_ts: trip.end / 1000,
    from: describePlace(trip.from),
    to: describePlace(trip.to),
    distance: trip.legs.reduce((sum, leg) => sum + leg.distance, 0),
    legs: trip.legs.map(({ mode, start, end, distance }) => ({
      mode,
      start_ts: start / 1000,
      end_ts: end / 1000,
      distance,
    })),
    tracked: trip.tracked,
  };
}

function describePlace({ name, kind, city, point }: Place): TruePlace {
  return { name, kind, zone: city.zone, ...toDegrees(city, point) };
}

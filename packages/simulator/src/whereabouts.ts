import type { City, Point } from './city.js';
import type { Trip } from './diary.js';
import type { Leg } from './journey.js';
import { motionAt, type TravelMode } from './movement.js';

/** Where the owner of a phone truly is at a moment of a trip or of the stay after it. */
export interface Moment {
  readonly point: Point;
  readonly city: City;
  /** m/s */
  readonly speed: number;
  /** Degrees from north. */
  readonly heading: number;
  /** What they do; `still` while they stay somewhere. */
  readonly doing: TravelMode | 'still';
}

/** Looks up the truth of a trip and the stay after it; ask at ascending times. */
export function follow(trip: Trip): (time: number) => Moment {
  let index = 0;
  return (time) => {
    while (index < trip.legs.length - 1 && time >= trip.legs[index]!.end) index++;
    const leg = trip.legs[index]!;
    if (time >= trip.end) {
      return { point: trip.to.point, city: trip.to.city, speed: 0, heading: 0, doing: 'still' };
    }
    return momentOf(leg, time);
  };
}

function momentOf(leg: Leg, time: number): Moment {
  if (!leg.track) {
    const landed = time >= leg.end;
    return {
      point: landed ? leg.to : leg.from,
      city: landed ? leg.toCity : leg.fromCity,
      speed: 0,
      heading: 0,
      doing: leg.mode,
    };
  }
  return { ...motionAt(leg.track, time), city: leg.fromCity, doing: leg.mode };
}

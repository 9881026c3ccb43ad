import type { Entry, PhoneEntry } from '@sojourn/datamodel';
import type { TrueTrip } from '@sojourn/simulator';

/** How the demo person calls what they did, in the reference's words. */
const modeOf: Readonly<Record<TrueTrip['legs'][number]['mode'], string>> = {
  walking: 'walk',
  bicycling: 'bike',
  bus: 'bus',
  car: 'drove_alone',
  flight: 'air',
};
const purposeOf: Readonly<Partial<Record<TrueTrip['to']['kind'], string>>> = {
  home: 'home',
  work: 'work',
  restaurant: 'meal',
  errand: 'shopping',
};

/** Seconds after the end of a trip at which the demo person labels it. */
const LATER = 60;

/** What the demo person says of trips that the pipeline has found: the way and the purpose that they really had. */
export function labelsOf(trips: readonly Entry[], truth: readonly TrueTrip[]): PhoneEntry[] {
  return trips.flatMap(({ data }) => {
    const [start, end] = [Number(data.start_ts), Number(data.end_ts)];
    const real = truth.find(({ start_ts, end_ts }) => Math.min(end, end_ts) - Math.max(start, start_ts) > 0);
    if (!real) return [];
    const [longest] = real.legs.toSorted((one, other) => other.distance - one.distance);
    const labels = {
      mode_confirm: longest && modeOf[longest.mode],
      purpose_confirm: purposeOf[real.to.kind] ?? 'entertainment',
    };
    return Object.entries(labels).flatMap(([kind, label], index): PhoneEntry[] =>
      label === undefined
        ? []
        : [
            {
              metadata: {
                key: `manual/${kind}`,
                type: 'message',
                platform: 'android',
                write_ts: end + LATER + index,
                read_ts: 0,
                time_zone: real.to.zone,
              },
              data: { start_ts: start, end_ts: end, label },
            },
          ],
    );
  });
}

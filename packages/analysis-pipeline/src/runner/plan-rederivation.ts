import type { Entry } from '@sojourn/datamodel';
import type { RederivePolicy } from '../settings/index.js';
import {
  cleanedPlaceKey,
  cleanedUntrackedKey,
  filteredLocationKey,
  type LateEntries,
  markSeconds,
  nextTripGap,
  noRederivation,
  type Rederivation,
  rawPlaceKey,
  rawTripKey,
  rawUntrackedKey,
} from '../stages/index.js';
import type { PersonStore } from './store-port.js';

/** How many trips the search for a safe one goes back before it gives up and takes all. */
const mostTrips = 16;
/** Times have microseconds: this much less is strictly before. */
const justBefore = 1e-6;

type Reader = Pick<PersonStore, 'find' | 'last'>;

/**
 * From where trips are derived anew, see `planWithAllAtHand`. Where what phones sensed has left the store, the diary can
 * only be derived anew after that: what arrives late for earlier days is kept, for a reset once the rest is back.
 * @param purgedUpTo up to when what phones sensed is missing, by the time of its writing; null when nothing is
 */
export async function planRederivation(
  policy: RederivePolicy,
  late: LateEntries | undefined,
  store: Reader,
  purgedUpTo: number | null = null,
): Promise<Rederivation> {
  if (purgedUpTo === null) return await planWithAllAtHand(policy, late, store);
  const plan = await planWithAllAtHand(policy === 'full' ? 'late' : policy, late, store);
  const isAtHand = plan.from === 'trip' && Math.min(plan.tripStartWritten, plan.chainStart) > purgedUpTo;
  return isAtHand && (plan.derivedSince ?? Number.NEGATIVE_INFINITY) > purgedUpTo ? plan : noRederivation;
}

/**
 * From where trips have to be derived anew: from the last trip that began before anything late was sensed or written,
 * and after a gap. Nothing that decided about that trip's start can have changed, so that all before it stays as it is;
 * without a gap it may have started there only because nothing further on was known.
 */
async function planWithAllAtHand(
  policy: RederivePolicy,
  late: LateEntries | undefined,
  store: Reader,
): Promise<Rederivation> {
  if (policy === 'full') return { from: 'start' };
  if (policy === 'never' || late === undefined) return noRederivation;
  if (!(await isInOrder(store))) return { from: 'start' };
  let before = late.earliestSensed - justBefore;
  for (let tries = 0; tries < mostTrips; tries++) {
    const trip = await store.last(rawTripKey, 'data.start_ts', before);
    if (trip === undefined) break;
    const tripStart = trip.data.start_ts as number;
    const written = await startWritten(tripStart, store);
    if (written !== undefined && written < late.earliestWritten && (await followsGap(tripStart, store))) {
      const place = await placeBefore(trip.data.start_place, tripStart, store);
      if (place === undefined) break;
      return {
        from: 'trip',
        tripStart,
        source: trip.data.source,
        tripStartWritten: written,
        ...place,
        earliestWritten: late.earliestWritten,
        derivedSince: await cleanedPlaceBefore(place.placeEntered, store),
      };
    }
    before = tripStart - justBefore;
  }
  return { from: 'start' };
}

/** When the point at which a trip starts was written. */
async function startWritten(tripStart: number, store: Reader): Promise<number | undefined> {
  const points = await store.find({
    keys: [filteredLocationKey],
    range: { field: 'data.ts', start: tripStart, end: tripStart },
  });
  if (points.length === 0) return undefined;
  return points.reduce((first, { metadata }) => Math.min(first, metadata.write_ts), Number.POSITIVE_INFINITY);
}

/** Whether nothing was sensed shortly before a trip started. */
async function followsGap(tripStart: number, store: Reader): Promise<boolean> {
  const before = await store.last(filteredLocationKey, 'data.ts', tripStart - justBefore);
  return before === undefined || tripStart - (before.data.ts as number) > nextTripGap;
}

/** The place at which a trip began, or, where untracked time leads to the trip, the place before that. */
async function placeBefore(startPlace: unknown, tripStart: number, store: Reader) {
  const [untracked] = await store.find({
    keys: [rawUntrackedKey],
    range: { field: 'data.end_ts', start: tripStart, end: tripStart },
  });
  const { $oid: placeId } = (untracked?.data.start_place ?? startPlace) as { $oid: string };
  const placeLeft = (untracked?.data.start_ts as number | undefined) ?? tripStart;
  const places = await store.find({
    keys: [rawPlaceKey],
    range: { field: 'data.exit_ts', start: placeLeft, end: placeLeft },
  });
  const place = places.find(({ _id }) => _id.$oid === placeId);
  if (place === undefined) return undefined;
  return {
    placeId,
    placeEntered: (place.data.enter_ts as number | undefined) ?? null,
    // Untracked time begins five seconds late, which can be later than the trip that follows it.
    chainStart: Math.min(placeLeft, tripStart),
  };
}

/** Whether the trip that ends last leads to the place that was entered last, as it does unless a clock went back. */
async function isInOrder(store: Reader): Promise<boolean> {
  const [trip, place] = await Promise.all([
    store.last(rawTripKey, 'data.end_ts', null),
    store.last(rawPlaceKey, 'data.enter_ts', null),
  ]);
  return trip?.data.end_ts === place?.data.enter_ts && place?.data.exit_ts === undefined;
}

/**
 * When the last cleaned place was entered that everything derived from later trips hangs on alone: not after untracked
 * time, which counts only for where it leads, and not just before another trip, which belongs to what came before.
 */
async function cleanedPlaceBefore(entered: number | null, store: Reader): Promise<number | null> {
  let upTo = entered;
  for (let tries = 0; upTo !== null && tries < mostTrips; tries++) {
    const place: Entry | undefined = await store.last(cleanedPlaceKey, 'data.enter_ts', upTo);
    if (place === undefined) return null;
    const since = place.data.enter_ts as number;
    const [untracked, trips] = await Promise.all([
      store.find({ keys: [cleanedUntrackedKey], range: { field: 'data.end_ts', start: since, end: since } }),
      store.find({
        keys: [rawTripKey, rawUntrackedKey],
        range: { field: 'data.start_ts', start: since, end: since + markSeconds - justBefore },
      }),
    ]);
    if (untracked.length === 0 && trips.length === 0) return since;
    upTo = since - justBefore;
  }
  return null;
}

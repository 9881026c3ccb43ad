import { type DayNumber, localDayOf, timeOf } from './calendar.js';
import { cities, pointAround } from './city.js';
import { chooseMode, flightDistance, fly, type Leg, travel } from './journey.js';
import { type Person, type Place, place } from './person.js';
import { createRandom, type Random } from './random.js';
import { type Intention, planDay, planDayAway } from './routine.js';

/** A journey from one stay to the next, as it truly was. Times are milliseconds since 1970. */
export interface Trip {
  readonly number: number;
  readonly from: Place;
  readonly to: Place;
  readonly start: number;
  readonly end: number;
  readonly legs: readonly Leg[];
  /** False when the phone was switched off all the way. */
  readonly tracked: boolean;
}

/** Shorter stays happen, but nobody could tell them from a long red light. */
const SHORTEST_STAY = 16 * 60_000;
const SHORTEST_NIGHT = 6 * 3_600_000;
const PHONE_OFF = 0.012;
/** Metres; longer journeys have a stop. */
const LONGEST_FLIGHT = 9_200_000;

/** All trips of a person on the given local days, in order; each starts where the one before ended. */
export function* keepDiary(person: Person, from: DayNumber, days: number): Generator<Trip> {
  const traveller = createTraveller(person, timeOf(person.city.zone, from, 0));
  const schedule = createRandom(person.seed, 'flights');
  let nextFlight = flightDay(schedule, person, from);
  let day = from;
  while (day < from + days) {
    const random = createRandom(person.seed, 'day', day);
    if (day >= nextFlight && day + 1 < from + days) {
      const daysAway = Math.min(random.integer(1, 3), from + days - 1 - day);
      yield* goAway(random, traveller, day, daysAway);
      nextFlight = flightDay(schedule, person, day + daysAway);
    } else {
      for (const intention of planDay(random, person, day)) yield traveller.go(random, intention, day);
    }
    traveller.sleep();
    day = Math.max(day, localDayOf(traveller.place.city.zone, traveller.time)) + 1;
  }
}

function* goAway(random: Random, traveller: Traveller, day: DayNumber, daysAway: number): Generator<Trip> {
  const { person } = traveller;
  const abroad = random.pick(
    cities.filter((city) => city !== person.city && flightDistance(city, person.city) < LONGEST_FLIGHT),
  );
  const centre = pointAround(random, { x: 0, y: 0 }, random.between(200, 2_000));
  const hotel = place('Hotel', 'hotel', abroad, centre);
  const meeting = place(
    'Meeting',
    'meeting',
    abroad,
    pointAround(random, centre, random.between(500, 3_500)),
  );
  const gate = (city: typeof abroad) => place('Airport', 'airport', city, city.airport);

  yield traveller.go(random, { to: gate(person.city), leaveAt: random.between(7.5, 12) }, day);
  yield traveller.go(random, { to: hotel, leaveAfter: random.between(65, 110) }, day);
  traveller.sleep();
  let today = localDayOf(abroad.zone, traveller.time);
  for (let count = 1; count < daysAway; count++) {
    today += 1;
    for (const intention of planDayAway(random, hotel, meeting)) yield traveller.go(random, intention, today);
    traveller.sleep();
  }
  today += 1;
  yield traveller.go(random, { to: gate(abroad), leaveAt: random.between(8, 12) }, today);
  yield traveller.go(random, { to: person.home, leaveAfter: random.between(65, 110) }, today);
}

interface Traveller {
  readonly person: Person;
  readonly place: Place;
  readonly time: number;
  go(random: Random, intention: Intention, day: DayNumber): Trip;
  sleep(): void;
}

function createTraveller(person: Person, startTime: number): Traveller {
  let here = person.home;
  let time = startTime;
  let earliest = startTime;
  let count = 0;
  return {
    person,
    get place() {
      return here;
    },
    get time() {
      return time;
    },
    sleep() {
      earliest = time + SHORTEST_NIGHT;
    },
    go(random, { to, leaveAt, leaveAfter = 30 }, day) {
      const wanted =
        leaveAt === undefined ? time + leaveAfter * 60_000 : timeOf(here.city.zone, day, leaveAt);
      const start = Math.round(Math.max(wanted, earliest) + 1000 * random.between(0, 240));
      const legs =
        to.city === here.city
          ? travel(
              random,
              here.city,
              here.point,
              to.point,
              chooseMode(random, here.point, to.point, person.owns),
              start,
              person.vigour,
            )
          : fly(random, here.city, to.city, here.point, to.point, start, person.vigour);
      const tracked = to.city !== here.city || to.kind === 'airport' || !random.chance(PHONE_OFF);
      const trip: Trip = { number: count++, from: here, to, start, end: legs.at(-1)!.end, legs, tracked };
      here = to;
      time = trip.end;
      earliest = time + SHORTEST_STAY;
      return trip;
    },
  };
}

function flightDay(random: Random, person: Person, after: DayNumber): DayNumber {
  if (person.flightEvery === 0) return Number.POSITIVE_INFINITY;
  return after + 3 + Math.round(random.exponential(person.flightEvery));
}

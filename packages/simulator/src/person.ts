import { type City, cities, type Point, pointAround } from './city.js';
import { createRandom } from './random.js';

export type Platform = 'android' | 'ios';

export type PlaceKind =
  | 'home'
  | 'work'
  | 'restaurant'
  | 'errand'
  | 'leisure'
  | 'airport'
  | 'hotel'
  | 'meeting';

/** Somewhere a person stays. */
export interface Place {
  readonly name: string;
  readonly kind: PlaceKind;
  readonly city: City;
  readonly point: Point;
}

/** A made-up person: where they live, what they do, what they own. */
export interface Person {
  /** 32 lower-case hexadecimal digits, as user ids are. */
  readonly id: string;
  readonly seed: string;
  readonly platform: Platform;
  readonly city: City;
  readonly habit: 'office' | 'part-time' | 'at home';
  readonly owns: { readonly bicycle: boolean; readonly car: boolean };
  /** Factor on walking and cycling speed. */
  readonly vigour: number;
  /** Local hours at which a working day starts and ends. */
  readonly workFrom: number;
  readonly workUntil: number;
  readonly home: Place;
  readonly work: Place;
  readonly restaurants: readonly Place[];
  readonly errands: readonly Place[];
  readonly leisure: readonly Place[];
  /** Mean number of days between journeys by air; 0 for people who do not fly. */
  readonly flightEvery: number;
}

/** Invents the person number `number` of a seed. */
export function inventPerson(
  seed: string,
  number: number,
  wishes: { platform?: Platform; city?: City; flights?: boolean } = {},
): Person {
  const personSeed = `${seed}/${number}`;
  const random = createRandom(personSeed, 'person');
  const city = wishes.city ?? random.pick(cities);
  const home = place('Home', 'home', city, pointAround(random, { x: 0, y: 0 }, random.between(400, 6_000)));
  const habit = random.pick(['office', 'office', 'office', 'part-time', 'at home'] as const);
  const commute = Math.min(11_000, 900 + random.exponential(3_600));
  const work = place('Work', 'work', city, pointAround(random, home.point, commute));
  const around = (centre: Point, kind: PlaceKind, names: readonly string[], least: number, most: number) =>
    names.map((name) => place(name, kind, city, pointAround(random, centre, random.between(least, most))));
  const platform = random.pick(['android', 'ios'] as const);
  return {
    id: Array.from({ length: 32 }, () => random.integer(0, 15).toString(16)).join(''),
    seed: personSeed,
    platform: wishes.platform ?? platform,
    city,
    habit,
    owns: { bicycle: random.chance(0.6), car: random.chance(0.55) },
    vigour: Math.min(1.18, Math.max(0.86, random.normal(1, 0.07))),
    workFrom: random.between(7.3, 9.2),
    workUntil: random.between(16.4, 18.2),
    home,
    work,
    restaurants: around(work.point, 'restaurant', ['Canteen', 'Noodle bar'], 380, 750),
    errands: around(home.point, 'errand', ['Grocery', 'Pharmacy', 'School', 'Library'], 420, 3_200),
    leisure: around(home.point, 'leisure', ['Gym', 'Park', 'Friends', 'Cinema', 'Family'], 700, 7_500),
    flightEvery: wishes.flights === false ? 0 : random.between(12, 45),
  };
}

export function place(name: string, kind: PlaceKind, city: City, point: Point): Place {
  return { name, kind, city, point };
}

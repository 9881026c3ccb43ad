import { type DayNumber, weekdayOf } from './calendar.js';
import type { Person, Place } from './person.js';
import type { Random } from './random.js';

/** Where somebody means to go next, and when to leave for it. */
export interface Intention {
  readonly to: Place;
  /** Local hour to leave at; a later one when the stay before would get too short. */
  readonly leaveAt?: number;
  /** Minutes to stay at the place before, when no hour is given. */
  readonly leaveAfter?: number;
}

/** What a person means to do on an ordinary day that starts and ends at home. */
export function planDay(random: Random, person: Person, day: DayNumber): Intention[] {
  const weekday = weekdayOf(day);
  if (worksOn(random, person, weekday)) return workingDay(random, person);
  return freeDay(random, person, weekday >= 5);
}

/** A day away: out of the hotel to a meeting or a sight, and back. */
export function planDayAway(random: Random, hotel: Place, meeting: Place): Intention[] {
  return [
    { to: meeting, leaveAt: random.normal(9.2, 0.4) },
    { to: hotel, leaveAfter: random.between(240, 480) },
  ];
}

function worksOn(random: Random, person: Person, weekday: number): boolean {
  if (weekday >= 5) return false;
  if (person.habit === 'at home') return false;
  return random.chance(person.habit === 'part-time' ? 0.55 : 0.86);
}

function workingDay(random: Random, person: Person): Intention[] {
  const plan: Intention[] = [{ to: person.work, leaveAt: random.normal(person.workFrom, 0.25) }];
  if (random.chance(0.35)) {
    plan.push({ to: random.pick(person.restaurants), leaveAt: random.normal(12.3, 0.25) });
    plan.push({ to: person.work, leaveAfter: random.between(25, 50) });
  }
  const leaveAt = random.normal(person.workUntil, 0.5);
  if (random.chance(0.4)) {
    plan.push({ to: random.pick(person.errands), leaveAt });
    plan.push({ to: person.home, leaveAfter: random.between(18, 55) });
  } else {
    plan.push({ to: person.home, leaveAt });
  }
  if (random.chance(0.25)) plan.push(...outing(random, person, random.between(19, 20), [70, 150]));
  return plan;
}

function freeDay(random: Random, person: Person, weekend: boolean): Intention[] {
  const plan: Intention[] = [];
  if (random.chance(0.75)) {
    plan.push({ to: random.pick(person.errands), leaveAt: random.normal(10.2, 0.8) });
    plan.push({ to: person.home, leaveAfter: random.between(18, 60) });
  }
  if (random.chance(weekend ? 0.85 : 0.4))
    plan.push(...outing(random, person, random.between(13, 16), [60, 200]));
  if (random.chance(weekend ? 0.3 : 0.2))
    plan.push(...outing(random, person, random.between(18.8, 20), [80, 160]));
  return plan;
}

function outing(random: Random, person: Person, leaveAt: number, stay: [number, number]): Intention[] {
  const there: Intention = { to: random.pick(person.leisure), leaveAt };
  const home: Intention = { to: person.home, leaveAfter: random.between(...stay) };
  if (!random.chance(0.2)) return [there, home];
  return [
    there,
    { to: random.pick(person.errands), leaveAfter: random.between(...stay) },
    { ...home, leaveAfter: 25 },
  ];
}

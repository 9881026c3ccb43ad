import { createAndroidPhone } from './android.js';
import { createBattery } from './battery.js';
import { parseDay, timeOf } from './calendar.js';
import { type City, findCity } from './city.js';
import { keepDiary, type Trip } from './diary.js';
import { createIosPhone } from './ios.js';
import { createLocationWriter } from './locations.js';
import { inventPerson, type Person, type Platform } from './person.js';
import { createRandom } from './random.js';
import { createReceiver } from './receiver.js';
import { createRecorder, type Note, type PhoneEntry } from './recording.js';
import { noteSettings } from './settings.js';
import { createStretch } from './stretch.js';
import { describeTrip, type TrueTrip } from './truth.js';

export interface SimulationOptions {
  /** The same seed (and other options) gives the same entries, on every machine. */
  readonly seed: string | number;
  /** Number of people; 1 when left out. */
  readonly people?: number;
  /** Number of local days; 14 when left out. */
  readonly days?: number;
  /** First local day, as in `2024-06-03` (the default). */
  readonly from?: string;
  /** Every person's phone; drawn per person when left out or `mixed`. */
  readonly platform?: Platform | 'mixed';
  /** Name or time zone of everybody's home city (see `cities`); drawn per person when left out. */
  readonly city?: string;
  /** False keeps everybody on the ground. */
  readonly flights?: boolean;
}

/** A simulated person; `entries` and `groundTruth` are made while they are read, and can be read again. */
export interface SimulatedPerson {
  /** 32 lower-case hexadecimal digits. */
  readonly person: string;
  readonly platform: Platform;
  /** Time zone of the home. */
  readonly zone: string;
  readonly city: string;
  /** Everything the phone uploads, in order of `write_ts`. */
  readonly entries: Iterable<PhoneEntry>;
  /** What really happened, in order of time. */
  readonly groundTruth: Iterable<TrueTrip>;
}

/**
 * Invents people and what their phones record.
 *
 * @throws RangeError for a city, date or number that makes no sense
 */
export function* simulate(options: SimulationOptions): Generator<SimulatedPerson> {
  const { seed, people = 1, days = 14, from = '2024-06-03', flights = true } = options;
  const firstDay = parseDay(from);
  requireCount('people', people);
  requireCount('days', days);
  const city = options.city === undefined ? undefined : requireCity(options.city);
  const platform = options.platform === 'mixed' ? undefined : options.platform;
  for (let number = 0; number < people; number++) {
    const person = inventPerson(String(seed), number, {
      flights,
      ...(platform ? { platform } : {}),
      ...(city ? { city } : {}),
    });
    yield {
      person: person.id,
      platform: person.platform,
      zone: person.city.zone,
      city: person.city.name,
      entries: { [Symbol.iterator]: () => recordLife(person, firstDay, days) },
      groundTruth: { [Symbol.iterator]: () => tellTruth(person, firstDay, days) },
    };
  }
}

function* tellTruth(person: Person, firstDay: number, days: number): Generator<TrueTrip> {
  for (const trip of keepDiary(person, firstDay, days)) yield describeTrip(trip);
}

function* recordLife(person: Person, firstDay: number, days: number): Generator<PhoneEntry> {
  const { platform, seed } = person;
  const start = timeOf(person.city.zone, firstDay, 0);
  const end = timeOf(person.city.zone, firstDay + days, 0);
  const random = createRandom(seed, 'phone');
  const bootTime = start - Math.round(random.between(1, 20)) * 86_400_000;
  const phone = (platform === 'android' ? createAndroidPhone : createIosPhone)({
    random,
    receive: createReceiver(createRandom(seed, 'receiver')),
    writeLocation: createLocationWriter(createRandom(seed, 'locations'), platform, bootTime),
  });
  const battery = createBattery(createRandom(seed, 'battery'), platform, start);
  const recorder = createRecorder(platform);

  function live(trip: Trip, until: number): Note[] {
    const home = trip.to.city.zone;
    if (trip.tracked) {
      const { notes, trackedUntil } = phone.experience(createStretch(random, trip, until));
      return notes.concat(battery.readings(trip.start, until, home, (time) => time < trackedUntil));
    }
    const boots = trip.end + (until - trip.end) * random.between(0.2, 0.5);
    return phone.boot(boots, home).concat(battery.readings(boots, until, home, () => false));
  }

  const installed = start + random.between(60_000, 600_000);
  const zone = person.city.zone;
  let pending = [...noteSettings(platform, installed, zone), ...phone.install(installed + 2_000, zone)];
  let last: Trip | undefined;
  for (const trip of keepDiary(person, firstDay, days)) {
    if (!last) pending = pending.concat(battery.readings(installed, trip.start, zone, () => false));
    yield* recorder.record(last ? live(last, trip.start) : pending);
    last = trip;
  }
  if (!last) {
    yield* recorder.record(pending.concat(battery.readings(installed, end, zone, () => false)));
  } else {
    yield* recorder.record(live(last, Math.max(end, last.end + 3_600_000)));
  }
}

function requireCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new RangeError(`${name} must be a whole number of at least 1`);
}

function requireCity(name: string): City {
  const city = findCity(name);
  if (!city) throw new RangeError(`unknown city: ${name}`);
  return city;
}

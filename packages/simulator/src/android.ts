import { noteActivity } from './activity.js';
import { distanceBetween, type Point } from './city.js';
import type { Phone, PhoneParts } from './phone.js';
import type { Fix } from './receiver.js';
import { type Note, seconds } from './recording.js';
import { isBlind, type Stretch } from './stretch.js';
import { follow, type Moment } from './whereabouts.js';

type State = 'start' | 'waiting_for_trip_start' | 'ongoing_trip' | 'unknown';

/** Leaving the fence of this radius around the last stay starts tracking, metres. */
const FENCE_RADIUS = 100;
/** Tracking stops when all fixes of so many milliseconds lie within this many metres of the newest. */
const DWELL_TIME = 300_000;
const DWELL_RADIUS = 100;

/** Android as the apps configure it: a fence while at rest, then a fix about every 30 seconds (time filter). */
export function createAndroidPhone({ random, receive, writeLocation }: PhoneParts): Phone {
  const transition = (time: number, state: State, name: string, zone: string): Note => ({
    writeTime: time,
    key: 'statemachine/transition',
    type: 'message',
    zone,
    data: {
      currState: state === 'unknown' ? 'unknown' : `local.state.${state}`,
      transition: name === 'booted' ? name : `local.transition.${name}`,
      ts: seconds(time - random.integer(0, 40)),
    },
  });

  return {
    install: (time, zone) => [transition(time, 'start', 'initialize', zone)],

    boot: (time, zone) => [
      transition(time, 'unknown', 'booted', zone),
      transition(time + random.between(20_000, 60_000), 'waiting_for_trip_start', 'initialize', zone),
    ],

    experience(stretch) {
      const notes: Note[] = [];
      let trackedUntil = stretch.trip.start;
      for (let fence: Point | undefined = stretch.trip.from.point; fence; ) {
        const leaves = leavesFence(stretch, fence, trackedUntil);
        if (leaves === undefined) break;
        const stopped = track(stretch, leaves + random.between(4_000, 35_000), notes);
        fence = stopped?.fence;
        trackedUntil = stopped?.time ?? stretch.until;
      }
      return { notes, trackedUntil };
    },
  };

  /** Records from a time on until the phone believes to have arrived; undefined when the next trip comes first. */
  function track(
    stretch: Stretch,
    starts: number,
    notes: Note[],
  ): { time: number; fence: Point } | undefined {
    const at = follow(stretch.trip);
    notes.push(transition(starts, 'waiting_for_trip_start', 'exited_geofence', at(starts).city.zone));
    let nextActivity = starts + random.between(1_000, 20_000);
    const recent: Fix[] = [];
    for (let time = starts; time < stretch.until - 60_000; ) {
      const moment = at(time);
      const { zone } = moment.city;
      for (; nextActivity < time; nextActivity += 29_000 + random.between(-2_000, 12_000)) {
        notes.push(noteActivity(random, 'android', nextActivity, moment, zone));
      }
      if (!isBlind(stretch, time)) {
        const fix = receive(Math.round(time), moment);
        const written = writeLocation(fix, zone);
        notes.push(...written.notes);
        if (written.kept && dwells(recent, fix)) {
          const stopped = time + random.between(1_000, 8_000);
          notes.push(transition(stopped, 'ongoing_trip', 'stopped_moving', zone));
          return { time: stopped, fence: moment.point };
        }
      }
      time += fixInterval(moment);
    }
    return undefined;
  }

  /** When somebody leaves the fence around a point; undefined when they stay in it. */
  function leavesFence({ trip }: Stretch, fence: Point, from: number): number | undefined {
    const at = follow(trip);
    for (let time = from; time < trip.end; time += 5_000) {
      if (distanceBetween(at(time).point, fence) >= FENCE_RADIUS) return time;
    }
    return undefined;
  }

  function fixInterval(moment: Moment): number {
    // In the air there is nothing to receive; look again every half minute all the same.
    if (moment.doing === 'flight') return 30_000;
    const draw = random.unit();
    if (draw < 0.62) return Math.round(random.normal(30_000, 3_000));
    return Math.round(draw < 0.85 ? random.between(9_000, 28_000) : random.between(32_000, 46_000));
  }
}

/** Adds a fix to the recent ones and says whether they all lie close together for long enough. */
function dwells(recent: Fix[], fix: Fix): boolean {
  recent.push(fix);
  while (recent[1] && recent[1].time <= fix.time - DWELL_TIME) recent.shift();
  const spansDwell = fix.time - recent[0]!.time >= DWELL_TIME;
  return spansDwell && recent.every(({ point }) => distanceBetween(point, fix.point) < DWELL_RADIUS);
}

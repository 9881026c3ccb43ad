import { noteActivity } from './activity.js';
import { distanceBetween, type Point } from './city.js';
import type { Phone, PhoneParts } from './phone.js';
import { type Note, seconds } from './recording.js';
import { isBlind, type Stretch } from './stretch.js';
import { follow } from './whereabouts.js';

type State = 'START' | 'WAITING_FOR_TRIP_START' | 'ONGOING_TRIP';

const HOUR = 3_600_000;
const FENCE_RADIUS = 100;
/** A new fix comes after so many metres (distance filter), and not before so many milliseconds. */
const FILTER_DISTANCE = 12;
const FILTER_TIME = 3_000;
/** Updates pause while somebody stays; they come back only after so many metres. */
const RESUME_DISTANCE = 85;
/** A silent push ends the trip when there was no fix for so long, milliseconds. */
const QUIET_TIME = 12 * 60_000;

/** iOS as the apps configure it: fixes by distance, and a silent push every hour that notices the end of a trip. */
export function createIosPhone({ random, receive, writeLocation }: PhoneParts): Phone {
  let ongoing = false;
  let lastFix = 0;
  let lastPoint: Point = { x: Number.POSITIVE_INFINITY, y: 0 };

  const transition = (time: number, state: State, name: string, zone: string): Note => ({
    writeTime: time,
    key: 'statemachine/transition',
    type: 'message',
    zone,
    data: { currState: `STATE_${state}`, transition: `T_${name}`, ts: seconds(time) },
  });

  return {
    install: (time, zone) => [
      transition(time, 'START', 'INITIALIZE', zone),
      transition(time + 900, 'START', 'INIT_COMPLETE', zone),
    ],

    boot(time, zone) {
      ongoing = false;
      return this.install(time, zone);
    },

    experience(stretch) {
      const { trip } = stretch;
      const notes: Note[] = [];
      const starts = ongoing ? trip.start : leavesFence(stretch) + random.between(3_000, 25_000);
      let push = nextPush(trip.start);
      for (; push < starts; push += HOUR) notes.push(...silentPush(push, trip.from.city.zone));
      if (!ongoing) {
        notes.push(...startTrip(starts, trip.from.city.zone));
        notes.push(
          transition(
            starts + random.between(15_000, 140_000),
            'ONGOING_TRIP',
            'VISIT_ENDED',
            trip.from.city.zone,
          ),
        );
      }
      ongoing = true;
      const settled = trip.end + random.between(60_000, 150_000);
      recordFixes(stretch, starts, settled, notes);
      for (; push < settled; push += HOUR)
        notes.push(transition(push, 'ONGOING_TRIP', 'RECEIVED_SILENT_PUSH', zoneAt(stretch, push)));
      const zone = trip.to.city.zone;
      const arrival = settled + random.between(120_000, 400_000);
      if (arrival < stretch.until - 60_000)
        notes.push(transition(arrival, 'ONGOING_TRIP', 'VISIT_STARTED', zone));
      let trackedUntil = stretch.until;
      for (; push < stretch.until - 5_000; push += HOUR) {
        notes.push(...silentPush(push, zone));
        if (!ongoing) trackedUntil = Math.min(trackedUntil, push);
      }
      return { notes, trackedUntil };
    },
  };

  function recordFixes(stretch: Stretch, starts: number, settled: number, notes: Note[]): void {
    const at = follow(stretch.trip);
    let nextActivity = starts;
    let needed = RESUME_DISTANCE;
    for (let time = starts; time < settled; ) {
      const moment = at(time);
      const zone = moment.city.zone;
      if (time >= nextActivity) {
        notes.push(noteActivity(random, 'ios', Math.round(time), moment, zone));
        nextActivity =
          time + Math.max(4_000, random.exponential(moment.doing === 'flight' ? 240_000 : 16_000));
      }
      const moved = distanceBetween(moment.point, lastPoint) >= needed;
      const jitters = needed === FILTER_DISTANCE && moment.doing === 'still' && random.chance(0.03);
      if ((moved || jitters) && time - lastFix >= FILTER_TIME && !isBlind(stretch, time)) {
        const written = writeLocation(receive(Math.round(time), moment), zone);
        notes.push(...written.notes);
        lastFix = time;
        lastPoint = moment.point;
        needed = FILTER_DISTANCE;
      }
      time +=
        moment.doing === 'flight'
          ? 30_000
          : moment.speed > 4
            ? 3_000
            : moment.speed > 2
              ? 3_500
              : 4_000 + random.between(0, 1_500);
    }
    lastPoint = stretch.trip.to.point;
  }

  function startTrip(time: number, zone: string): Note[] {
    return [
      transition(time, 'WAITING_FOR_TRIP_START', 'EXITED_GEOFENCE', zone),
      transition(time + 60, 'WAITING_FOR_TRIP_START', 'TRIP_STARTED', zone),
      transition(time + 180, 'ONGOING_TRIP', 'TRIP_STARTED', zone),
      transition(time + 420, 'ONGOING_TRIP', 'TRIP_RESTARTED', zone),
    ];
  }

  function silentPush(time: number, zone: string): Note[] {
    if (!ongoing) {
      const notes = [transition(time, 'WAITING_FOR_TRIP_START', 'RECEIVED_SILENT_PUSH', zone)];
      if (random.chance(0.7))
        notes.push(transition(time + random.between(300, 12_000), 'WAITING_FOR_TRIP_START', 'NOP', zone));
      return notes;
    }
    const pushed = transition(time, 'ONGOING_TRIP', 'RECEIVED_SILENT_PUSH', zone);
    if (time - lastFix < QUIET_TIME) return [pushed, transition(time + 700, 'ONGOING_TRIP', 'NOP', zone)];
    ongoing = false;
    return [
      pushed,
      transition(time + 90, 'ONGOING_TRIP', 'TRIP_END_DETECTED', zone),
      transition(time + 1_700, 'ONGOING_TRIP', 'END_TRIP_TRACKING', zone),
      transition(time + 1_900, 'ONGOING_TRIP', 'TRIP_ENDED', zone),
      transition(time + 2_050, 'WAITING_FOR_TRIP_START', 'TRIP_ENDED', zone),
    ];
  }

  function nextPush(time: number): number {
    return Math.ceil(time / HOUR) * HOUR + random.between(5_000, 18_000);
  }

  function leavesFence({ trip }: Stretch): number {
    const at = follow(trip);
    let time = trip.start;
    while (time < trip.end && distanceBetween(at(time).point, trip.from.point) < FENCE_RADIUS) time += 5_000;
    return time;
  }

  function zoneAt({ trip }: Stretch, time: number): string {
    return follow(trip)(time).city.zone;
  }
}

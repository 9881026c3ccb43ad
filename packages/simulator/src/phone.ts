import type { LocationNotes } from './locations.js';
import type { Random } from './random.js';
import type { Fix } from './receiver.js';
import type { Note } from './recording.js';
import type { Stretch } from './stretch.js';
import type { Moment } from './whereabouts.js';

/** The tracking state machine of one platform. Times are milliseconds since 1970. */
export interface Phone {
  /** The app starts for the first time. */
  install(time: number, zone: string): Note[];
  /** The phone is switched on again. */
  boot(time: number, zone: string): Note[];
  /** What the phone notes during a trip and the stay after it, and until when it recorded positions. */
  experience(stretch: Stretch): { notes: Note[]; trackedUntil: number };
}

export interface PhoneParts {
  readonly random: Random;
  readonly receive: (time: number, moment: Moment) => Fix;
  readonly writeLocation: (fix: Fix, zone: string) => LocationNotes;
}

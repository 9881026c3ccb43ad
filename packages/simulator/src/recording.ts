import type { PhoneEntry as UploadedEntry } from '@sojourn/datamodel';
import type { Platform } from './person.js';

/** An entry in the form in which phones upload it. Times are seconds since 1970 with millisecond precision. */
export interface PhoneEntry extends UploadedEntry {
  metadata: {
    key: string;
    type: 'sensor-data' | 'message' | 'rw-document';
    platform: Platform;
    write_ts: number;
    read_ts: 0;
    time_zone: string;
    plugin?: 'none';
  };
  data: Record<string, unknown>;
}

/** Something a phone writes down; `writeTime` in milliseconds is when it would like to. */
export interface Note {
  readonly writeTime: number;
  readonly key: string;
  readonly type: PhoneEntry['metadata']['type'];
  readonly zone: string;
  readonly data: Record<string, unknown>;
}

/** The phone's own store: gives every note a write time of its own, later than all before. */
export interface Recorder {
  /** Puts the notes of a stretch of time in order; stretches come one after the other. */
  record(notes: Note[]): PhoneEntry[];
}

export function createRecorder(platform: Platform): Recorder {
  let last = 0;
  return {
    record(notes) {
      const ordered = notes.sort((a, b) => a.writeTime - b.writeTime);
      return ordered.map(({ writeTime, key, type, zone, data }) => {
        last = Math.max(last + 1, Math.round(writeTime));
        const metadata = { key, type, platform, write_ts: last / 1000, read_ts: 0 as const, time_zone: zone };
        return { metadata: platform === 'ios' ? { ...metadata, plugin: 'none' as const } : metadata, data };
      });
    },
  };
}

/** Milliseconds to the seconds of the wire. */
export function seconds(time: number): number {
  return Math.round(time) / 1000;
}

import type { Entry, EntryData, PersonId } from '@sojourn/datamodel';
import { formatTime, isKnownZone, type LocalDate, localDate } from '@sojourn/datamodel/time';

/** Makes the entries that a run adds to a person's streams. */
export interface EntryMaker {
  /** A fresh id, greater than all made before. */
  createId(): string;
  /**
   * An entry written by the server at the time of the run.
   * @param zone zone of the data that the entry is about
   * @param id its id, when one was made earlier
   */
  create(key: string, data: EntryData, zone: string, id?: string): Entry;
}

/** Where a run's new entries get their owner, write time and ids from. */
export interface EntryMakerSource {
  readonly person: PersonId;
  /** Unix seconds; the write time of everything that the run makes. */
  readonly now: number;
  readonly createId: () => string;
}

interface MetadataTimes {
  readonly time_zone: string;
  readonly write_local_dt: LocalDate;
  readonly write_fmt_time: string;
}

/** A maker for one run of one person. */
export function createEntryMaker({ person, now, createId }: EntryMakerSource): EntryMaker {
  const times = new Map<string, MetadataTimes>();
  const metadataTimes = (zone: string): MetadataTimes => {
    let known = times.get(zone);
    if (known === undefined) {
      const readable = isKnownZone(zone) ? zone : 'UTC';
      known = {
        time_zone: readable,
        write_local_dt: localDate(now, readable),
        write_fmt_time: formatTime(now, readable),
      };
      times.set(zone, known);
    }
    return known;
  };
  return {
    createId,
    create: (key, data, zone, id = createId()) => {
      const { time_zone, write_local_dt, write_fmt_time } = metadataTimes(zone);
      return {
        _id: { $oid: id },
        user_id: { $uuid: person },
        metadata: { key, platform: 'server', write_ts: now, time_zone, write_local_dt, write_fmt_time },
        data,
      };
    },
  };
}

/** The zone that an entry's data is about: that of its local date, else of the phone that wrote it, else UTC. */
export function zoneOf(entry: Entry): string {
  const local = entry.data.local_dt as { timezone?: unknown } | undefined;
  if (typeof local?.timezone === 'string') return local.timezone;
  return entry.metadata.time_zone ?? 'UTC';
}

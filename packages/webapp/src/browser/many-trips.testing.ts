import type { Entry } from '@sojourn/datamodel';
import { formatTime, localDate } from '@sojourn/datamodel/time';

const zone = 'Europe/Berlin';
const DAY = 86_400;
const TRIPS_A_DAY = 9;
/** Modes of travel in turn, as sections store them. */
const modes = [
  { code: 1, name: 'WALKING' },
  { code: 2, name: 'BICYCLING' },
  { code: 5, name: 'CAR' },
] as const;

export interface ManyTrips {
  readonly count: number;
  /** Unix seconds of the first trip; from there on there are nine a day. */
  readonly start: number;
  /** Positions of each trip; 0 makes summaries without a track. */
  readonly points: number;
}

/** Entries of trips through a town, in the form in which the pipeline leaves them. */
export function* manyTrips({ count, start, points }: ManyTrips): Generator<Entry> {
  for (let number = 0; number < count; number++) {
    const day = Math.floor(number / TRIPS_A_DAY);
    yield tripEntry(number, start + day * DAY + (number % TRIPS_A_DAY) * 3600, points);
  }
}

function tripEntry(number: number, start: number, points: number): Entry {
  const mode = modes[number % modes.length]!;
  const whole = points > 0;
  const position = (share: number): [number, number] => [
    8.7 + ((number * 7) % 100) / 500 + share / 20,
    53 + ((number * 13) % 100) / 800 + Math.sin(share * 6 + number) / 90,
  ];
  const length = { distance: 3_000 + (number % 50) * 100, duration: 1_500 };
  const times = { ...momentOf('start', start), ...momentOf('end', start + length.duration) };
  const ends = { start_loc: pointAt(position(0)), end_loc: pointAt(position(1)) };
  const section = oid(3, number);
  const locations = Array.from({ length: points }, (_, index) => {
    const share = index / (points - 1);
    const ts = start + share * length.duration;
    const data = {
      loc: pointAt(position(share)),
      ts,
      speed: 4 + (index % 5),
      altitude: 12,
      section: { $oid: section },
    };
    return entryOf(oid(4, number * points + index), 'analysis/recreated_location', start, data);
  });
  const sections = whole
    ? [
        entryOf(oid(5, number), 'analysis/inferred_section', start, {
          ...times,
          ...ends,
          ...length,
          sensed_mode: mode.code,
          cleaned_section: { $oid: section },
        }),
      ]
    : [];
  const summary = Object.fromEntries(
    Object.entries({ ...length, count: 1 }).map(([name, value]) => [name, { [mode.name]: value }]),
  );
  const entry = entryOf(
    oid(1, number),
    whole ? 'analysis/composite_trip' : 'analysis/confirmed_trip',
    start,
    {
      ...times,
      ...ends,
      ...length,
      user_input: {},
      additions: [],
      inferred_labels: [],
      confidence_threshold: 0.65,
      expectation: { to_label: false },
      inferred_section_summary: summary,
      ...(whole ? { confirmed_trip: { $oid: oid(2, number) }, sections, locations } : {}),
    },
  );
  if (whole) entry.metadata.origin_key = 'analysis/confirmed_trip';
  return entry;
}

function entryOf(id: string, key: string, writtenTs: number, data: Record<string, unknown>): Entry {
  const metadata = { key, platform: 'server', write_ts: writtenTs, time_zone: zone };
  return { _id: { $oid: id }, user_id: null, metadata, data };
}

function momentOf(name: string, ts: number) {
  return {
    [`${name}_ts`]: ts,
    [`${name}_fmt_time`]: formatTime(ts, zone),
    [`${name}_local_dt`]: localDate(ts, zone),
  };
}

function pointAt(coordinates: [number, number]) {
  return { type: 'Point', coordinates };
}

function oid(kind: number, number: number): string {
  return `${kind}${number.toString(16).padStart(23, '0')}`;
}

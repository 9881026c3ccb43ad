import type { Entry } from '@sojourn/datamodel';
import { parseUpload } from '@sojourn/datamodel/wire';
import type { PersonTimeseries, TimeseriesStore } from '../../timeseries/index.js';

/** Moment at which a data folder is filled, milliseconds since the epoch. */
export const FILLED_AT = Date.UTC(2026, 0, 2, 3, 4, 5);

/** The people of a data folder; the second one holds the key of their own data. */
export const MANAGED = '11111111111141118111111111111111';
export const PRESENTED = '22222222222242228222222222222222';
export const PASSPHRASE = 'correct horse battery staple';
export const TOKENS = { managed: 'nrelop_fixture_default_ana', operator: 'operator-of-the-fixture' };

const T = 1718000000.25;
const zone = { time_zone: 'Europe/Paris' };
const phone = (key: string, writeTs: number, type = 'sensor-data') => ({
  key,
  type,
  platform: 'android',
  write_ts: writeTs,
  read_ts: 0,
  ...zone,
});

const battery = (writeTs: number, level: number) => ({
  metadata: phone('background/battery', writeTs),
  data: {
    battery_level_pct: level,
    battery_status: 3,
    android_health: 'GOOD',
    android_plugged: 'UNKNOWN',
    android_technology: 'Li-ion',
    android_temperature: 291,
    android_voltage: 4123,
    ts: writeTs - 0.125,
  },
});

const location = (writeTs: number, step: number) => ({
  metadata: phone('background/location', writeTs),
  data: {
    latitude: 48.85 + step / 9973,
    longitude: 2.35 + step / 7919,
    altitude: 35.5,
    accuracy: 12.25,
    sensed_speed: 1.5,
    heading: -0,
    filter: 'distance',
    elapsedRealtimeNanos: 86_400_000_000_000 + step,
    ts: writeTs - 0.125,
  },
});

const serverForm = (number: number, key: string, writeTs: number, data: object): Entry =>
  ({
    _id: { $oid: number.toString(16).padStart(24, '5') },
    user_id: { $uuid: MANAGED },
    metadata: { key, platform: 'server', write_ts: writeTs, ...zone },
    data,
  }) as Entry;

/** Numbers and texts that a careless format would change, as a phone might send them. */
const oddities = `{"metadata":${JSON.stringify(phone('app/own_stream', T + 60, 'message'))},"data":{
  "z":NaN,"a":9007199254740993,"-":-0.0,"tiny":5e-324,"0.1":0.1,"nested":[[],{},[null,[true,{"k":"v"}]]],
  "__proto__":{"own":1},"text":"Zürich \\u0000 \\ud800 🚲","empty":""}}`;

/** Fills an empty store: every store, form and state that a release has to keep reading. */
export async function fillDataFolder(store: TimeseriesStore): Promise<void> {
  const { directory } = store;
  await store.createPerson(MANAGED);
  await store.createPerson(PRESENTED);
  await directory.add(TOKENS.managed, { person: MANAGED, label: "Ana's phone" });
  await directory.add(TOKENS.operator, { role: 'operator' });
  await fillManaged(store.person(MANAGED));
  await fillPresented(store.person(PRESENTED));
}

async function fillManaged(person: PersonTimeseries): Promise<void> {
  const marks = { last_put_ts: FILLED_AT / 1000, last_location_ts: T + 39 };
  const walk = Array.from({ length: 40 }, (_, step) => location(T + step, step));
  await put(person, [...walk, battery(T, 57), battery(T - 2e9, 1)], marks);
  await runOver(person);
  // Newer than the run: stays in the usercache, one of them with a predecessor, one unusable.
  await put(person, [battery(T + 50, 56), location(T + 51, 51)]);
  await put(person, [battery(T + 50, 55), { metadata: phone('background/battery', T + 52), data: {} }]);
  await putText(person, `${oddities},{"metadata":{"key":"app/cut`);
  await person.updateProfile({
    phone_lang: 'fr',
    'nested.member': [1, 'two'],
    mode: { sled: { createdAt: { $date: FILLED_AT }, frequency: 3, isActive: true } },
  });
}

/** What a run of the pipeline leaves behind. */
async function runOver(person: PersonTimeseries): Promise<void> {
  const { fence, sequence } = await person.acquireLease('fixture', 60_000);
  const rows = await person.usercache();
  const trip = (number: number, start: number) =>
    serverForm(number, 'segmentation/raw_trip', start, {
      start_ts: start,
      end_ts: start + 20,
      distance: 1.5,
    });
  await person.commit({
    fence,
    insert: [
      ...rows.map(({ entry }) => ({ ...entry, data: { ...entry.data, converted: true } })),
      ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => trip(number, T + number)),
    ],
    drain: rows.map(({ entry, arrival }) => ({ id: entry._id.$oid, arrival })),
    states: { TRIP_SEGMENTATION: { last_processed_ts: T + 39, curr_run_ts: null, last_ts_run: T + 100 } },
    processedSequence: sequence,
    profile: { pipeline_range: { start_ts: T, end_ts: T + 39 } },
  });
  // Of ten trips one is hidden and one changed, which leaves the block and lays others over it.
  await person.commit({ fence, invalidate: [trip(3, T)._id.$oid] });
  await person.commit({ fence, replace: [{ ...trip(4, T + 4), data: { start_ts: T + 4, end_ts: T + 5 } }] });
  await person.releaseLease(fence);
}

async function fillPresented(person: PersonTimeseries): Promise<void> {
  await put(person, [battery(T, 40), location(T + 1, 1)]);
  await person.import([serverForm(99, 'analysis/confirmed_trip', T, { start_ts: T, end_ts: T + 9 })]);
  await person.setCustody({ custody: 'presented', passphrase: PASSPHRASE });
  // Sealed to the public key until the unlock: one known already, one that replaces another, one new, one unusable.
  await put(person, [battery(T, 40), location(T + 1, 2), battery(T + 2, 39), { metadata: {}, data: {} }]);
  await person.updateProfile({ phone_lang: 'de' });
}

async function put(
  person: PersonTimeseries,
  entries: readonly object[],
  marks: Readonly<Record<string, number>> = {},
): Promise<void> {
  await person.put(parseUpload(JSON.stringify({ phone_to_server: entries })).entries, { marks });
}

async function putText(person: PersonTimeseries, entries: string): Promise<void> {
  await person.put(parseUpload(`{"phone_to_server":[${entries}`).entries);
}

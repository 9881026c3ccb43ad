import { generateKeyPairSync } from 'node:crypto';
import type { Entry } from '@sojourn/datamodel';
import type { PersonClient } from '@sojourn/datamodel/client';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DaySummary, daySummaries, everyMetric, type Measure } from '../results/index.js';
import { startPlatform, type TestPlatform } from '../testing/platform.js';
import { AggregateStore, refreshAggregate } from './index.js';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const pair = generateKeyPairSync('x25519');
const publicKey = Buffer.from(pair.publicKey.export({ format: 'jwk' }).x!, 'base64url');
const privateKey = Buffer.from(pair.privateKey.export({ format: 'jwk' }).d!, 'base64url');
const summaries = { now: 7 };
let ids = 0;

/** A person of the study with the trips that they have. */
interface Traveller {
  readonly store: PersonClient;
  trips: Entry[];
  locked: boolean;
}

function trip(day: number, mode_confirm: string, id = (++ids).toString(16).padStart(24, '0')): Entry {
  const start_ts = Date.UTC(2024, 0, 1, 12) / 1000 + day * 86_400;
  return {
    _id: { $oid: id },
    user_id: { $uuid: '0'.repeat(32) },
    metadata: {
      key: 'analysis/confirmed_trip',
      platform: 'server',
      write_ts: start_ts,
      time_zone: 'UTC',
    } as Entry['metadata'],
    data: {
      ...{ start_ts, end_ts: start_ts + 60, duration: 60, distance: 10 },
      start_fmt_time: new Date(start_ts * 1000).toISOString(),
      user_input: { mode_confirm },
    },
  };
}

const refresh = () =>
  refreshAggregate({
    store: platform.services,
    summaries,
    forEach: async (items, work) => {
      for (const item of items) await work(item);
    },
  });

/** Sums of fractions depend on their order in the last digits. */
function rounded(measure: Measure): unknown {
  if (typeof measure === 'number') return Number(measure.toFixed(9));
  return Object.fromEntries(
    Object.entries(measure).map(([name, value]) => [
      name,
      typeof value === 'number' ? Number(value.toFixed(9)) : value,
    ]),
  );
}

/** What everybody's days come to, in an order that does not depend on who travelled first. */
function sorted(all: readonly DaySummary[]): unknown[] {
  return all
    .map(({ dimensions, ...about }) => ({
      ...about,
      dimensions: Object.fromEntries(
        Object.entries(dimensions).map(([dimension, list]) => [
          dimension,
          new Map(list.map(({ value, measure }) => [value, rounded(measure)] as const).sort()),
        ]),
      ),
    }))
    .sort((left, right) => (`${left.date} ${left.metric}` < `${right.date} ${right.metric}` ? -1 : 1));
}

/** The days of a year: most changes meet trips of the same day, some are far away. */
const days = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 300 }));
const modes = fc.constantFrom('bike', 'drove_alone');
const changes = fc.record({
  kind: fc.constantFrom('add', 'move', 'remove', 'lock', 'refresh'),
  day: days,
  mode: modes,
});

async function apply(change: { kind: string; day: number; mode: string }, person: Traveller): Promise<void> {
  if (change.kind === 'refresh') await refresh();
  else if (change.kind === 'lock') {
    if (person.locked) await person.store.unlock({ privateKey, ttl: 3600 });
    else await person.store.lock();
    person.locked = !person.locked;
  } else if (person.locked) return;
  else if (change.kind === 'add') {
    const added = trip(change.day, change.mode);
    await person.store.import([added]);
    person.trips.push(added);
  } else {
    const old = person.trips.shift();
    if (old === undefined) return;
    if (change.kind === 'remove') {
      await person.store.commit({ remove: [old._id.$oid] });
    } else {
      const moved = trip(change.day, change.mode, old._id.$oid);
      await person.store.commit({ replace: [moved] });
      person.trips.push(moved);
    }
  }
}

it('the sums are what they would be if everything were summed up anew', async () => {
  const everybody: Traveller[] = [];
  const newTraveller = async (): Promise<Traveller> => {
    const { store } = await platform.newPerson();
    await store.changeCustody({ custody: 'presented', publicKey });
    await store.unlock({ privateKey, ttl: 3600 });
    const traveller = { store, trips: [], locked: false };
    everybody.push(traveller);
    return traveller;
  };
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat({ max: 2 }), changes), { maxLength: 25 }), async (steps) => {
      const group = [await newTraveller(), await newTraveller(), await newTraveller()];
      for (const [who, change] of steps) await apply(change, group[who]!);
      await refresh();
      const counted = everybody.filter(({ locked }) => !locked);
      const trips = counted.flatMap(({ trips: own }, index) =>
        own.map((entry) => ({ ...entry, user_id: { $uuid: String(index) } })),
      );
      const anew = daySummaries(trips, everyMetric, summaries);
      expect(sorted(await new AggregateStore(platform.services).read('', '9999'))).toEqual(sorted(anew));
    }),
    { numRuns: 4 },
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryData, PhoneEntry } from '../entry.js';
import { storedPoint } from '../geo/index.js';
import { formatTime, localDate } from '../time/index.js';
import { type MemberKind, type PlannedMember, planConversion, toCommonForm } from './index.js';

const kinds: Readonly<Record<string, MemberKind>> = { number: 'number', string: 'text', boolean: 'flag' };
const membersOf = (data: EntryData) =>
  new Map(Object.entries(data).map(([name, value]) => [name, kinds[typeof value] ?? 'other'] as const));

/** Carries a plan out for one payload. */
function planned(plan: readonly PlannedMember[], { data, metadata }: PhoneEntry): EntryData {
  const converted: EntryData = {};
  const zone = metadata.time_zone as string;
  for (const member of plan) {
    const time = 'time' in member && member.time === 'member' ? (data.ts as number) : metadata.write_ts;
    switch (member.as) {
      case 'member':
        converted[member.name] = data[member.member];
        break;
      case 'write-time':
        converted[member.name] = metadata.write_ts;
        break;
      case 'value':
        converted[member.name] = member.value(
          Object.fromEntries(member.of.map((name) => [name, data[name]])),
        );
        break;
      case 'local-date':
        converted[member.name] = localDate(time, zone);
        break;
      case 'formatted-time':
        converted[member.name] = formatTime(time, zone);
        break;
      case 'position':
        converted[member.name] = storedPoint(data.longitude as number, data.latitude as number);
    }
  }
  return converted;
}

const seconds = fc.double({ min: 1e9, max: 2e9, noNaN: true });
/** Payloads that have some members always and others now and then, in any order. */
function payload(
  always: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  sometimes: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.Arbitrary<EntryData> {
  return fc
    .record<EntryData>({ ...always, ...sometimes }, { requiredKeys: Object.keys(always) })
    .chain((data) =>
      fc
        .shuffledSubarray(Object.entries(data), { minLength: Object.keys(data).length })
        .map((members) => Object.fromEntries(members) as EntryData),
    );
}

const oddTime = fc.oneof({ weight: 5, arbitrary: seconds }, { weight: 1, arbitrary: fc.constant(null) });
const type = fc.integer({ min: 0, max: 12 });
const flag = fc.oneof(fc.boolean(), fc.constantFrom(0, 1));
const location = payload(
  {
    ts: oddTime,
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  },
  {
    altitude: fc.double({ noNaN: true }),
    fmt_time: fc.string(),
    bearing: fc.oneof(fc.double(), fc.constant(null)),
    heading: fc.double(),
    filter: fc.constantFrom('time', null),
  },
);
const plainActivity = payload(
  { type, confidence: fc.integer() },
  { ts: oddTime, agb: type, agc: fc.integer(), extra: fc.string() },
);
const obfuscatedActivity = fc.oneof(
  payload({ agb: fc.integer({ min: 0, max: 14 }), agc: fc.integer() }, { ts: oddTime, zzbhB: type }),
  payload({ zzbhB: type, zzbhC: fc.integer() }, { ts: oddTime, confidence: fc.integer() }),
);
const iosActivity = payload(
  { confidence: fc.constantFrom('high', 'medium', 'low', 'none') },
  {
    ts: oddTime,
    stationary: flag,
    automotive: flag,
    walking: fc.oneof(flag, fc.string()),
    type,
    extra: type,
  },
);
const sent = fc.oneof(
  fc.tuple(fc.constantFrom('background/location', 'background/filtered_location'), location),
  fc.tuple(
    fc.constantFrom('background/motion_activity', 'background/battery'),
    fc.oneof(plainActivity, obfuscatedActivity, iosActivity),
  ),
);

describe('a planned conversion', () => {
  it('makes of every payload what converting it makes', () => {
    let plans = 0;
    fc.assert(
      fc.property(
        sent,
        fc.constantFrom('android', 'ios', 'Android', undefined),
        fc.constantFrom('Europe/Lisbon', 'America/Los_Angeles', '+05:30'),
        seconds,
        ([key, data], platform, zone, writeTime) => {
          const plan = planConversion(key, platform, membersOf(data));
          if (plan === undefined) return;
          const metadata = { key, platform, time_zone: zone, write_ts: writeTime } as PhoneEntry['metadata'];
          const result = toCommonForm({ metadata, data });
          const made = planned(plan, { metadata, data });
          if (result.ok) {
            plans++;
            expect(made).toEqual(result.entry.data);
            expect(JSON.stringify(made)).toBe(JSON.stringify(result.entry.data));
          } else expect(Object.values(made)).toContain(undefined);
        },
      ),
      { numRuns: 5000 },
    );
    expect(plans).toBeGreaterThan(1000);
  });
});

import type { Entry, PhoneEntry } from '@sojourn/datamodel';
import { toPhoneForm } from '@sojourn/datamodel/formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { haveRealDays, readDay, readRecording } from '../testing/index.js';
import { startPlatform, type TestPlatform } from '../testing/platform.js';

type Person = Awaited<ReturnType<TestPlatform['newPerson']>>;

const day = 86_400;
const labelledDay = 'android-2016-06-20';
const timeMembers = ['ts', 'start_ts', 'end_ts', 'enter_ts', 'exit_ts'];

let platform: TestPlatform;
let address: string;
let ana: Person;
let ben: Person;
let cyd: Person;

/** Entries as the phone sends them, so many days later. */
function asSent(entries: readonly Entry[], days: number): PhoneEntry[] {
  return entries
    .flatMap((entry) => (toPhoneForm(entry) as PhoneEntry | undefined) ?? [])
    .map(({ metadata, data }) => {
      const members = Object.entries(data as Record<string, unknown>).map(([name, value]) =>
        timeMembers.includes(name) && typeof value === 'number' ? [name, value + days * day] : [name, value],
      );
      const write_ts = metadata.write_ts + days * day;
      return { metadata: { ...metadata, write_ts }, data: Object.fromEntries(members) } as PhoneEntry;
    });
}

async function live(entries: readonly PhoneEntry[]): Promise<Person> {
  const person = await platform.newPerson();
  for (let start = 0; start < entries.length; start += 1000) {
    await person.phone.putUsercache(entries.slice(start, start + 1000));
  }
  await platform.pipeline.run({ person: person.id });
  return person;
}

beforeAll(async () => {
  if (!haveRealDays) return;
  platform = await startPlatform({ aggregateMinimumPeople: 1 });
  address = platform.pipelineAddress;
  const labels = readRecording(`${labelledDay}.user_inputs`) as Entry[];
  const recorded = readDay(labelledDay);
  // Two days of labels, one of them with the trips of the other; days without a label; both.
  ana = await live([0, 1].flatMap((days) => asSent([...recorded, ...labels], days)));
  ben = await live(
    asSent(
      ['22', '25'].flatMap((date) => readDay(`android-2016-07-${date}-reboot`)),
      0,
    ),
  );
  cyd = await live([...asSent([...recorded, ...labels], 0), ...asSent(readDay('android-2016-08-10'), 0)]);
  const operator = platform.pipelineFor(await platform.operator());
  await operator.startJob({ name: 'aggregate-metrics', parameters: {} });
  await platform.service.jobs.worker.look();
  await platform.service.jobs.worker.idle();
}, 120_000);
afterAll(() => platform?.stop());

type Sum = { readonly date: string; readonly nUsers: number } & Readonly<Record<string, unknown>>;
const modes = { distance: ['mode_confirm'], duration: ['mode_confirm'], count: ['mode_confirm'] };

async function ask(token: string, aggregate: boolean, metric_list: object = modes) {
  const response = await fetch(`http://${address}/result/metrics/yyyy_mm_dd`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: token, aggregate, start_time: '2016-06', end_time: '2016-08', metric_list }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, Sum[]>;
}

/** Sum of a member of the recorded trips with a label, in their order. */
function recordedSum(member: 'distance' | 'duration', label: string | undefined): number {
  return (readRecording(`${labelledDay}.expected_confirmed_trips`) as Entry[])
    .filter(({ data }) => (data.user_input as { mode_confirm?: string }).mode_confirm === label)
    .reduce((sum, { data }) => sum + (data[member] as number), 0);
}

const counts = (walk: number, shared: number, silent: number) => ({
  mode_confirm_walk: walk,
  mode_confirm_shared_ride: shared,
  mode_confirm_UNLABELED: silent,
});
const near = (value: number) => expect.closeTo(value, 4);

describe.skipIf(!haveRealDays)('sums of real trips by label and day', () => {
  it('are those of the labels of each day, for who labelled', async () => {
    const { count, distance, duration } = await ask(ana.token, false);
    expect(count!.map(({ date, ...rest }) => [date, rest])).toEqual([
      ['2016-06-20', { nUsers: 1, ...counts(2, 2, 2) }],
      ['2016-06-21', { nUsers: 1, ...counts(2, 2, 2) }],
    ]);
    for (const [member, sums] of [
      ['distance', distance!],
      ['duration', duration!],
    ] as const) {
      const ofDay = {
        mode_confirm_walk: near(recordedSum(member, 'walk')),
        mode_confirm_shared_ride: near(recordedSum(member, 'shared_ride')),
        mode_confirm_UNLABELED: near(recordedSum(member, undefined)),
      };
      expect(sums).toMatchObject([ofDay, {}]);
      expect(sums[0]).toMatchObject({ date: '2016-06-20', nUsers: 1 });
    }
    const purposes = await ask(ana.token, false, { count: ['purpose_confirm'] });
    expect(purposes.count![0]).toMatchObject({
      ...{ purpose_confirm_library: 1, purpose_confirm_home: 2, purpose_confirm_karate: 1 },
      purpose_confirm_UNLABELED: 2,
    });
  });

  it('are all unlabelled for who says nothing, day by day', async () => {
    const { count } = await ask(ben.token, false);
    expect(count!.map(({ date }) => date)).toEqual(['2016-07-22', '2016-07-25']);
    for (const { date, nUsers, ...values } of count!) {
      expect({ date, nUsers, values: Object.keys(values) }).toEqual({
        date,
        nUsers: 1,
        values: ['mode_confirm_UNLABELED'],
      });
    }
    const answered = await ask(ben.token, false, { response_count: ['mode_confirm'] });
    expect(answered.response_count![0]!.mode_confirm_UNLABELED).toEqual({
      not_responded: expect.any(Number),
    });
  });

  it('of everybody are those of each, added up', async () => {
    const everybody = await ask(ana.token, true);
    const own = await Promise.all([ana, ben, cyd].map(({ token }) => ask(token, false)));
    const dates = ['2016-06-20', '2016-06-21', '2016-07-22', '2016-07-25', '2016-08-10'];
    expect(everybody.count!.map(({ date, nUsers }) => [date, nUsers])).toEqual(
      dates.map((date) => [date, date === '2016-06-20' ? 2 : 1]),
    );
    expect(everybody.count![0]).toMatchObject(counts(4, 4, 4));
    for (const metric of ['count', 'distance', 'duration']) {
      for (const { date, nUsers: _, ...values } of everybody[metric]!) {
        const ofDay = own.flatMap((sums) => sums[metric]!.filter((sum) => sum.date === date));
        for (const [name, value] of Object.entries(values)) {
          const sum = ofDay.reduce((total, part) => total + ((part[name] as number | undefined) ?? 0), 0);
          expect(value, `${metric} ${date} ${name}`).toBeCloseTo(sum, 6);
        }
      }
    }
  });
});

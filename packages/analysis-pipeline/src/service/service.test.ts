import type { Entry, PhoneEntry } from '@sojourn/datamodel';
import type { PersonClient } from '@sojourn/datamodel/client';
import { toPhoneForm } from '@sojourn/datamodel/formats';
import { simulate } from '@sojourn/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StageStates } from '../stages/index.js';
import { expectRawDiary, haveRealDays, readDay, readReferenceOutput } from '../testing/index.js';
import { startPlatform, type TestPlatform } from '../testing/platform.js';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const code = (code: string) => expect.objectContaining({ code });

async function read(store: PersonClient, keys: string[] | null): Promise<Entry[]> {
  const all: Entry[] = [];
  for await (const list of store.streamEntries({ keys })) all.push(...list);
  return all;
}

const statesOf = async (store: PersonClient) => (await store.states()).states as StageStates;
const uploadOf = (entries: readonly Entry[]) =>
  entries.map(toPhoneForm).filter((entry): entry is PhoneEntry => entry !== undefined);

function simulated(days: number): PhoneEntry[] {
  const [person] = simulate({ seed: 'pipeline', days, platform: 'android', flights: false });
  return [...person!.entries] as PhoneEntry[];
}

describe('a run through the service', () => {
  it('makes trips of what a phone uploads', async () => {
    const { id, phone, store } = await platform.newPerson();
    await phone.putUsercache(simulated(2));
    const outcome = await platform.pipeline.run({ person: id });
    expect(outcome).toMatchObject({ person: id, outcome: 'done', changed: true });
    expect(outcome.stages.map(({ stage, outcome }) => [stage, outcome])).toContainEqual([
      'TRIP_SEGMENTATION',
      'done',
    ]);
    expect(outcome.stages.every(({ cpuMs }) => cpuMs >= 0)).toBe(true);
    expect(await platform.pipeline.outcome(outcome.id)).toEqual(outcome);
    expect((await read(store, ['segmentation/raw_trip'])).length).toBeGreaterThan(1);
    expect(await read(store, [])).toEqual([]);
    expect((await store.summary()).processedSequence).toBe((await store.summary()).sequence);
  });

  it('changes nothing when it is repeated, nor when the same is uploaded again', async () => {
    const { id, phone, store } = await platform.newPerson();
    const entries = simulated(1);
    await phone.putUsercache(entries);
    await platform.pipeline.run({ person: id });
    const before = await read(store, null);
    expect(await platform.pipeline.run({ person: id })).toMatchObject({ changed: false, sequence: null });
    await phone.putUsercache(entries);
    await platform.pipeline.run({ person: id });
    expect(await read(store, null)).toEqual(before);
  });

  it('misses no upload that follows runs which found nothing', async () => {
    const { id, phone, store } = await platform.newPerson();
    const [first, second] = [simulated(2).slice(0, 20), simulated(2).slice(20)];
    await platform.pipeline.run({ person: id });
    for (const part of [first, second]) {
      await phone.putUsercache(part);
      await platform.pipeline.run({ person: id });
      expect(await read(store, [])).toEqual([]);
      const { sequence, processedSequence } = await store.summary();
      expect(processedSequence).toBe(sequence);
    }
    expect((await read(store, ['segmentation/raw_trip'])).length).toBeGreaterThan(1);
  });

  it('leaves a person alone whose data is locked', async () => {
    const { id, phone, store } = await platform.newPerson();
    await store.changeCustody({ custody: 'presented', passphrase: 'correct horse battery' });
    await store.lock();
    await phone.putUsercache(simulated(1));
    await expect(platform.pipeline.run({ person: id })).rejects.toEqual(code('person-locked'));
    await store.unlock({ passphrase: 'correct horse battery' });
    expect(await platform.pipeline.run({ person: id })).toMatchObject({ changed: true });
  });

  it('is refused while another run has the lease, and goes on when that has expired', async () => {
    const { id, phone, store } = await platform.newPerson();
    await phone.putUsercache(simulated(1));
    await store.acquireLease('somebody else', 60);
    const failedRuns = async () =>
      /runs_total\{outcome="failed"\} (\d+)/.exec((await platform.service.api.inject('/metrics')).body)?.[1];
    const before = await failedRuns();
    await expect(platform.pipeline.run({ person: id })).rejects.toEqual(code('run-in-progress'));
    expect(await failedRuns()).toBe(before);
    platform.pass(61);
    expect(await platform.pipeline.run({ person: id })).toMatchObject({ changed: true });
    expect(Object.values(await statesOf(store)).every(({ curr_run_ts }) => curr_run_ts === null)).toBe(true);
  });

  it('runs a part of the pipeline, and refuses parts and settings that do not exist', async () => {
    const { id, store } = await platform.newPerson();
    const stages = { from: 'ACCURACY_FILTERING', to: 'TRIP_SEGMENTATION' };
    await platform.pipeline.run({ person: id, stages });
    expect(Object.keys(await statesOf(store)).sort()).toEqual(['ACCURACY_FILTERING', 'TRIP_SEGMENTATION']);
    for (const wrong of [
      { stages: { from: 'X', to: 'Y' } },
      { settings: { 'no.such': true } },
      { settings: { 'intake.rederive': 'perhaps' } },
    ]) {
      await expect(platform.pipeline.run({ person: id, ...wrong })).rejects.toEqual(code('request-invalid'));
    }
    await expect(platform.pipeline.outcome('nowhere')).rejects.toEqual(code('not-found'));
  });

  it('knows nobody whom the store does not know', async () => {
    await expect(platform.pipeline.run({ person: 'e'.repeat(32) })).rejects.toEqual(code('not-found'));
  });

  it('derives anew what an upload that comes late belongs to', async () => {
    const entries = simulated(3);
    const [first, last] = [entries[0]!.metadata.write_ts, entries.at(-1)!.metadata.write_ts];
    const isLate = ({ metadata }: PhoneEntry) =>
      metadata.write_ts > first + (last - first) * 0.4 && metadata.write_ts < first + (last - first) * 0.6;
    const inTime = await platform.newPerson();
    await inTime.phone.putUsercache(entries);
    await platform.pipeline.run({ person: inTime.id });
    const late = await platform.newPerson();
    await late.phone.putUsercache(entries.filter((entry) => !isLate(entry)));
    await platform.pipeline.run({ person: late.id });
    await late.phone.putUsercache(entries.filter(isLate));
    await platform.pipeline.run({ person: late.id });
    const times = async (store: PersonClient) =>
      (await read(store, ['segmentation/raw_trip']))
        .map(({ data }) => [data.start_ts, data.end_ts])
        .sort(([left], [right]) => (left as number) - (right as number));
    expect(await times(late.store)).toEqual(await times(inTime.store));
  });

  it('asks for a token of its own', async () => {
    const answer = await platform.service.api.inject({ method: 'POST', url: '/v1/runs', payload: {} });
    expect(answer.statusCode).toBe(401);
    const foreign = await platform.timeseries.authority.mint({
      subject: 'test',
      audience: 'timeseries',
      scope: ['runs:write'],
    });
    const headers = { authorization: `Bearer ${foreign}` };
    expect(
      (await platform.service.api.inject({ method: 'POST', url: '/v1/runs', headers, payload: {} }))
        .statusCode,
    ).toBe(401);
  });

  it('tells how it is and what it did, and logs neither people nor places', async () => {
    const { api } = platform.service;
    expect((await api.inject('/healthz')).statusCode).toBe(200);
    expect((await api.inject('/metrics')).body).toContain('sojourn_pipeline_stage_cpu_seconds');
    const { id } = await platform.newPerson();
    await platform.pipeline.run({ person: id });
    expect(platform.log.join('\n')).not.toContain(id);
  });
});

describe('the poller', () => {
  it('runs whoever has new data, once', async () => {
    const { phone, store } = await platform.newPerson();
    await phone.putUsercache(simulated(1));
    await platform.service.poller.poll();
    await platform.service.poller.idle();
    const { sequence } = await store.summary();
    expect((await read(store, ['segmentation/raw_trip'])).length).toBeGreaterThan(0);
    await platform.service.poller.poll();
    await platform.service.poller.idle();
    expect((await store.summary()).sequence).toBe(sequence);
  });
});

describe.skipIf(!haveRealDays)('real days through the services', () => {
  it('imported, give what the reference made of them', async () => {
    const { id, store } = await platform.newPerson();
    await store.import(readDay('android-2016-07-22-reboot'));
    await platform.pipeline.run({ person: id });
    await store.import(readDay('android-2016-07-25-reboot'));
    await platform.pipeline.run({ person: id });
    await expectReference(store, 'android-2016-07-22-25-reboot');
  });

  it('with the accuracy filter', async () => {
    const { id, store } = await platform.newPerson();
    await store.import(readDay('ios-2015-11-06-unfiltered'));
    await platform.pipeline.run({
      person: id,
      settings: { 'intake.cleaning.filter_accuracy.enable': true },
    });
    await expectReference(store, 'ios-2015-11-06-unfiltered');
  });

  it.each(['android-2015-08-27-extrapolation', 'ios-2016-02-22-short-trips'])(
    '%s, undone to phone form and uploaded, comes back and gives the same trips',
    async (day) => {
      const recorded = readDay(day);
      const { id, phone, store } = await platform.newPerson();
      const upload = uploadOf(recorded);
      for (let start = 0; start < upload.length; start += 200) {
        await phone.putUsercache(upload.slice(start, start + 200));
      }
      await platform.pipeline.run({ person: id });
      await expectReference(store, day);
      const keys = [...new Set(recorded.map(({ metadata }) => metadata.key))];
      const found = new Set((await read(store, keys)).map(valuesOf));
      for (const entry of recorded) expect(found).toContain(valuesOf(entry));
    },
  );

  /** Members as a set, without ids, owner, and the weekday, which some days count from 1. */
  function valuesOf({ metadata, data }: Entry): string {
    const sorted = (value: unknown): unknown =>
      typeof value !== 'object' || value === null || Array.isArray(value)
        ? value
        : Object.fromEntries(
            Object.entries(value)
              .filter(([name]) => name !== 'weekday')
              .map(([name, member]) => [name, sorted(member)])
              .sort(([left], [right]) => ((left as string) < (right as string) ? -1 : 1)),
          );
    return JSON.stringify([sorted(metadata), sorted(data)]);
  }

  async function expectReference(store: PersonClient, name: string): Promise<void> {
    const raw = await read(store, [
      'segmentation/raw_trip',
      'segmentation/raw_untracked',
      'segmentation/raw_place',
    ]);
    expectRawDiary(
      (key) => raw.filter(({ metadata }) => metadata.key === key),
      await statesOf(store),
      readReferenceOutput(name),
    );
  }
});

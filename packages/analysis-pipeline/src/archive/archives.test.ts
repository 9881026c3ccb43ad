import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { PhoneEntry } from '@sojourn/datamodel';
import type { PersonClient } from '@sojourn/datamodel/client';
import { simulate } from '@sojourn/simulator';
import { Decrypter } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resetPerson } from '../reset/index.js';
import { remoteStore } from '../runner/index.js';
import { createSettings } from '../settings/index.js';
import { differences, dyingAt, resultsOf } from '../testing/index.js';
import { startPlatform, type TestPlatform } from '../testing/platform.js';
import { exportInClear, exportRaw, midnightBefore, purgeRaw, restoreRaw } from './index.js';

let platform: TestPlatform;
let folder: string;
beforeAll(async () => {
  platform = await startPlatform();
  folder = await mkdtemp(join(tmpdir(), 'sojourn-archives-'));
});
afterAll(async () => {
  await platform.stop();
  await rm(folder, { recursive: true, force: true });
});

const [simulated] = simulate({ seed: 'archives', days: 4, platform: 'android', flights: false });
const lived = [...simulated!.entries] as PhoneEntry[];
const lastDay = midnightBefore(lived.at(-1)!.metadata.write_ts);
const days = lived.filter(({ metadata }) => metadata.write_ts < lastDay);
const newDay = lived.filter(({ metadata }) => metadata.write_ts >= lastDay);
const now = lastDay + 10 * 86_400;
const owner = 'test';

async function personWithDays() {
  const person = await platform.newPerson();
  await person.phone.putUsercache(days);
  await platform.pipeline.run({ person: person.id });
  return person;
}

const placeOf = (person: PersonClient) => ({ person, folder });
const exported = (person: PersonClient) =>
  exportRaw({ ...placeOf(person), upTo: now, now: Date.now() / 1000, days: 1 });
const purged = (person: PersonClient) => purgeRaw({ ...placeOf(person), upTo: now, now, owner });
const restored = (person: PersonClient, from: number | null = null) =>
  restoreRaw({ ...placeOf(person), from, settings: createSettings({}), now, owner });

/** What is stored of those days, without the statistics of runs. */
async function textOf(person: PersonClient): Promise<string> {
  const chunks: Uint8Array[] = [];
  const time = { start: null, end: now };
  for await (const chunk of person.streamBytes({ keys: null, stores: ['raw'], time })) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const filesOf = async (person: PersonClient) => (await readdir(join(folder, person.id))).sort();
const sensedCount = (person: PersonClient) =>
  person.count({ keys: ['background/location', 'background/filtered_location', 'statemachine/transition'] });

describe('archives of a person', () => {
  it('hold everything that was sensed and said, sealed, and nothing twice', async () => {
    const { id, store } = await personWithDays();
    const archives = await exported(store);
    expect(archives.length).toBeGreaterThan(1);
    const files = await filesOf(store);
    expect(files).toEqual(archives.map(({ file }) => file).sort());
    expect(files.every((file) => file.startsWith(`archive_${id}_`))).toBe(true);
    const { value } = (await store.documents.get('archive-key')) as { value: { identity: string } };
    const lines: string[] = [];
    for (const { file, entries } of archives) {
      const path = join(folder, id, file);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      const sealed = await readFile(path);
      expect(sealed.toString('latin1')).toMatch(/^age-encryption\.org/);
      const decrypter = new Decrypter();
      decrypter.addIdentity(value.identity);
      const text = gunzipSync(await decrypter.decrypt(sealed)).toString('utf8');
      expect(JSON.parse(text)).toHaveLength(entries);
      lines.push(...text.split('\n').slice(1, -2));
    }
    const stored = (await textOf(store)).trimEnd().split('\n');
    expect(lines.map((line) => line.replace(/,$/, ''))).toEqual(stored);
    expect(await exported(store)).toEqual([]);
    // How long runs took makes no archive by itself.
    expect(await store.count({ keys: ['stats/pipeline_time'] })).toBeGreaterThan(0);
    expect(await exportRaw({ ...placeOf(store), upTo: 4e9, now, days: 1 })).toEqual([]);
  });

  it('are in clear only where somebody asks for it, and for nobody while the person is locked', async () => {
    const { id, store } = await personWithDays();
    const { file, entries } = await exportInClear(placeOf(store), { start: null, end: midnightBefore(now) });
    const text = gunzipSync(await readFile(join(folder, id, file))).toString('utf8');
    expect(JSON.parse(text)).toHaveLength(entries);
    expect(await purged(store)).toEqual({ archives: 0, removed: 0 });
    await store.changeCustody({ custody: 'presented', passphrase: 'correct horse battery' });
    await store.lock();
    await expect(exported(store)).rejects.toMatchObject({ code: 'person-locked' });
  });

  it('let what phones sensed leave the store, and come back byte by byte', async () => {
    const { store } = await personWithDays();
    const before = await textOf(store);
    const results = await resultsOf(store);
    await exported(store);
    const count = await sensedCount(store);
    const { archives, removed } = await purged(store);
    expect(archives).toBeGreaterThan(0);
    expect(removed).toBeGreaterThan(100);
    expect(await sensedCount(store)).toBeLessThan(count - 50);
    const { sequence, processedSequence } = await store.summary();
    expect(processedSequence).toBe(sequence);
    expect(await resultsOf(store)).toEqual(results);
    expect(await restored(store)).toEqual({ archives, restored: removed });
    expect(await textOf(store)).toBe(before);
    expect((await store.states()).states.PURGE_RAW).toBeUndefined();
    await resetPerson(null, { store: remoteStore(store), owner });
  });

  it('keep what was derived: a new day is the same, and nothing is taken back that could not be found again', async () => {
    const [whole, lean] = [await personWithDays(), await personWithDays()];
    await exported(lean.store);
    const { removed } = await purged(lean.store);
    expect(removed).toBeGreaterThan(0);
    await expect(resetPerson(null, { store: remoteStore(lean.store), owner })).rejects.toMatchObject({
      code: 'raw-data-purged',
    });
    for (const { id, phone } of [whole, lean]) {
      await phone.putUsercache(newDay);
      await platform.pipeline.run({ person: id });
      // An upload that is late for days whose points are not there.
      const late = {
        ...days[150]!,
        metadata: { ...days[150]!.metadata, write_ts: days[150]!.metadata.write_ts + 0.5 },
      };
      await phone.putUsercache([late]);
      await platform.pipeline.run({
        person: id,
        settings: id === lean.id ? { 'intake.rederive': 'full' } : {},
      });
    }
    const [expected, found] = [await resultsOf(whole.store), await resultsOf(lean.store)];
    const options = { ignored: ['user_id', 'metadata', 'metadata_write_ts', 'deleted_points'] };
    expect(differences(found, expected, Object.keys(expected), options)).toEqual([]);
  });

  it('are not trusted unread: a damaged one keeps everything in the store', async () => {
    const { id, store } = await personWithDays();
    const [archive] = await exported(store);
    const path = join(folder, id, archive!.file);
    const sealed = await readFile(path);
    sealed[sealed.length - 100]! ^= 1;
    await writeFile(path, sealed);
    const before = await textOf(store);
    await expect(purged(store)).rejects.toMatchObject({ code: 'archive-damaged' });
    await rm(path);
    await expect(purged(store)).rejects.toMatchObject({ code: 'archive-damaged' });
    expect(await textOf(store)).toBe(before);
  });

  it('leave in the store what arrived after them', async () => {
    const { id, phone, store } = await personWithDays();
    await exported(store);
    const late = {
      ...days[50]!,
      metadata: { ...days[50]!.metadata, write_ts: days[50]!.metadata.write_ts + 0.25 },
    };
    await phone.putUsercache([late]);
    await platform.pipeline.run({ person: id });
    await purged(store);
    const time = { start: late.metadata.write_ts, end: late.metadata.write_ts };
    expect(await store.count({ keys: [late.metadata.key], time })).toBe(1);
    const { restored: back } = await restored(store);
    expect(back).toBeGreaterThan(0);
  });
});

describe('work on archives that is cut off', () => {
  it('leaves drafts, which a later export removes once they are a day old', async () => {
    const { id, store } = await platform.newPerson();
    const place = join(folder, id);
    await mkdir(place);
    for (const [name, age] of [
      ['old.draft', 90_000],
      ['new.draft', 60],
    ] as const) {
      await writeFile(join(place, name), '');
      const time = Date.now() / 1000 - age;
      await utimes(join(place, name), time, time);
    }
    await exported(store);
    expect(await readdir(place)).toEqual(['new.draft']);
  });

  /** A client that dies at its n-th change, as its process would. */
  function clientDyingAt(store: PersonClient, count: number): PersonClient {
    const dying = dyingAt(count);
    return {
      ...store,
      commit: dying(store.commit),
      import: dying(store.import),
      // Who dies gives no lease back; the next try of the same work does not wait until it ends.
      releaseLease: () => Promise.reject(new Error('killed')),
      documents: { ...store.documents, put: dying(store.documents.put) },
    };
  }

  it('loses nothing, wherever it was, and the next try ends it', async () => {
    const { store } = await personWithDays();
    const before = await textOf(store);
    for (const work of [exported, purged, restored] as const) {
      for (let count = 1; ; count++) {
        const outcome = await work(clientDyingAt(store, count)).then(
          () => 'done',
          (error: Error) => error.message,
        );
        if (outcome === 'done') break;
        expect(outcome).toBe('killed');
      }
      if (work === purged) expect((await textOf(store)).length).toBeLessThan(before.length);
    }
    expect(await textOf(store)).toBe(before);
    expect(await exported(store)).toEqual([]);
  });
});

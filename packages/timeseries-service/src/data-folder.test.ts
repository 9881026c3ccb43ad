import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  describeDataFolder,
  FILLED_AT,
  fillDataFolder,
  MANAGED,
  PRESENTED,
} from './testing/data-folder/index.js';
import { battery, SOME_TIME } from './testing/index.js';
import { openStore, type TimeseriesStore } from './timeseries/index.js';

const releases = fileURLToPath(new URL('../testdata/data-folders', import.meta.url));
const versions = readdirSync(releases, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const isEntry = (line: string) => line.startsWith('{"store"');

let folder: string;
let store: TimeseriesStore | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sojourn-release-'));
});
afterEach(async () => {
  await store?.close();
  store = undefined;
  rmSync(folder, { recursive: true });
});

async function open(): Promise<TimeseriesStore> {
  await store?.close();
  store = await openStore({ folder, clock: () => FILLED_AT, compaction: false });
  return store;
}

/** Lets current code loose on a copy. Git does not keep the mode that a key file needs. */
function takeOut(version: string): Promise<TimeseriesStore> {
  cpSync(join(releases, version, 'data'), folder, { recursive: true });
  chmodSync(join(folder, 'keys', 'root.key'), 0o600);
  return open();
}

const expected = (version: string) =>
  readFileSync(join(releases, version, 'expected.ndjson'), 'utf8')
    .trimEnd()
    .split('\n');

describe.each(versions)('a data folder of release %s', (version) => {
  it('reads as it did then', async () => {
    expect(await describeDataFolder(await takeOut(version))).toEqual(expected(version));
  });

  it('keeps a locked person locked', async () => {
    const person = (await takeOut(version)).person(PRESENTED);
    await expect(person.count({ keys: null })).rejects.toMatchObject({ code: 'person-locked' });
    await expect(person.unlock({ passphrase: 'another passphrase' }, 1000)).rejects.toMatchObject({
      code: 'unlock-failed',
    });
  });

  it('takes new uploads, is compacted and opened again, and still has everything', async () => {
    const opened = await takeOut(version);
    await opened.person(MANAGED).put([{ value: battery(SOME_TIME) as never }]);
    await describeDataFolder(opened);
    await opened.compact();
    const entries = (await describeDataFolder(await open())).filter(isEntry);
    const before = expected(version).filter(isEntry);
    expect(entries).toEqual(expect.arrayContaining(before));
    expect(entries).toHaveLength(before.length + 1);
  });
});

it('a release that wrote the folder in a newer format is not second-guessed', async () => {
  writeFileSync(join(folder, 'FORMAT'), 'sojourn 2\n');
  await expect(openStore({ folder })).rejects.toMatchObject({ code: 'format-too-new' });
  expect(readFileSync(join(folder, 'FORMAT'), 'utf8')).toBe('sojourn 2\n');
});

it('what this release fills a folder with is what the newest published folder holds', async () => {
  const filled = await open();
  await fillDataFolder(filled);
  const withoutChance = (lines: readonly string[]) =>
    lines.filter(isEntry).map((line) => line.replace(/"[0-9a-f]{24}"/g, '"id"'));
  const newest = versions.sort((one, other) => one.localeCompare(other, 'en', { numeric: true })).at(-1)!;
  expect(withoutChance(await describeDataFolder(filled)).sort()).toEqual(
    withoutChance(expected(newest)).sort(),
  );
});

import { copyFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { open } from 'lmdb';
import { openStore } from '../../timeseries/index.js';
import { describeDataFolder, FILLED_AT, fillDataFolder } from './index.js';

const version = process.argv[2];
if (version === undefined || !/^\d+\.\d+\.\d+$/.test(version)) throw new Error('usage: write.js VERSION');
const target = fileURLToPath(new URL(`../../../testdata/data-folders/${version}/`, import.meta.url));
const work = await mkdtemp(join(tmpdir(), 'sojourn-data-folder-'));
const clock = () => FILLED_AT;
try {
  const folder = join(work, 'data');
  const store = await openStore({ folder, clock, compaction: false });
  await fillDataFolder(store);
  await store.close();

  await mkdir(target);
  const published = join(target, 'data');
  for (const part of ['keys', 'store']) await mkdir(join(published, part), { recursive: true });
  for (const name of ['FORMAT', 'keys/root.key']) await copyFile(join(folder, name), join(published, name));
  // A copy without free pages.
  const file = open({ path: join(folder, 'store', 'store.mdb') });
  await file.backup(join(published, 'store', 'store.mdb'), true);
  await file.close();

  // Reading unlocks and so changes the folder, which is why it happens to a copy.
  const copy = join(work, 'copy');
  await cp(folder, copy, { recursive: true, filter: (path) => !path.endsWith('.sock') });
  const reader = await openStore({ folder: copy, clock, compaction: false });
  await writeFile(join(target, 'expected.ndjson'), `${(await describeDataFolder(reader)).join('\n')}\n`);
  await reader.close();
} finally {
  await rm(work, { recursive: true, force: true });
}

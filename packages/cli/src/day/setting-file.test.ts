import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSettingFiles } from './setting-file.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sojourn-settings-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a setting has the value that is in its file, compressed or not', async () => {
  const [plain, packed] = [join(folder, 'plain.json'), join(folder, 'packed.json.gz')];
  await writeFile(plain, '{"a":[1]}');
  await writeFile(packed, gzipSync('[true]'));
  expect(await readSettingFiles({ x: plain, y: packed })).toEqual({ x: { a: [1] }, y: [true] });
});

test('what is wrong with a file is said with its name', async () => {
  const broken = join(folder, 'broken.json');
  await writeFile(broken, '{');
  await expect(readSettingFiles({ x: broken })).rejects.toThrow(`${broken} is not valid JSON`);
  await expect(readSettingFiles({ x: join(folder, 'none') })).rejects.toThrow('there is no such file');
});

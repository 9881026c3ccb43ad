import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEntryFile } from './entry-file.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sojourn-entries-'));
});
afterAll(() => rm(folder, { recursive: true }));

const phone = { metadata: { key: 'background/battery', write_ts: 1 }, data: {} };
const server = { _id: { $oid: '0123456789abcdef01234567' }, ...phone };

async function fileOf(name: string, content: string | Buffer): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

test('entries with an id are of the server, others of a phone', async () => {
  const stored = await readEntryFile(await fileOf('server.json', JSON.stringify([server])));
  expect(stored).toEqual({ form: 'server', entries: [server] });
  const recorded = await readEntryFile(await fileOf('phone.json', JSON.stringify([phone, phone])));
  expect(recorded).toEqual({ form: 'phone', entries: [phone, phone] });
});

test('compression is told by the content, not by the name', async () => {
  const file = await fileOf('compressed.json', gzipSync(JSON.stringify([server])));
  expect((await readEntryFile(file)).entries).toHaveLength(1);
});

test.each([
  ['{}', 'holds no JSON array'],
  ['[1', 'is not valid JSON'],
  ['[{"metadata":{}}]', 'item 0 is no entry'],
  ['[null]', 'item 0 is no entry'],
  [JSON.stringify([server, phone]), 'mixes entries'],
  [gzipSync('[]').subarray(0, 12), 'is damaged'],
])('%s is refused', async (content, message) => {
  const file = await fileOf('wrong', content);
  await expect(readEntryFile(file)).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringContaining(message),
  });
});

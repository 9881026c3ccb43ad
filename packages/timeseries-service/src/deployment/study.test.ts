import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStudy } from './study.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sojourn-study-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, content: unknown): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('readStudy', () => {
  it('takes the name from the document, else from the file', async () => {
    const named = await write('a.nrel-op.json', { url_abbreviation: 'demo', version: 3 });
    const unnamed = await write('city-study.nrel-op.json', { version: 1 });
    expect((await readStudy(named)).name).toBe('demo');
    expect((await readStudy(unnamed)).name).toBe('city-study');
  });

  it('puts a local file of label options in place and leaves an address alone', async () => {
    await write('labels.json', { MODE: [{ value: 'bike' }] });
    const local = await write('b.json', { label_options: 'labels.json' });
    const remote = await write('c.json', { label_options: 'https://example.org/labels.json' });
    expect((await readStudy(local)).document.label_options).toEqual({ MODE: [{ value: 'bike' }] });
    expect((await readStudy(remote)).document.label_options).toBe('https://example.org/labels.json');
  });

  it.each([
    ['is missing', undefined],
    ['is no JSON', '{"version":'],
    ['is a list', '[]'],
  ])('says which file when it %s', async (_why, content) => {
    const file = content === undefined ? join(folder, 'none.json') : await write('bad.json', content);
    await expect(readStudy(file)).rejects.toThrow(file);
  });
});

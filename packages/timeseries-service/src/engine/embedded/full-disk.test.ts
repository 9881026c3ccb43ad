import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'sojourn-full-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A small file system of its own, in a namespace of its own. */
const isolated = (command: string) => [
  '-Urnm',
  'sh',
  '-c',
  `mount -t tmpfs -o size=24m tmpfs ${folder} && ${command}`,
];
const canMount = spawnSync('unshare', isolated('true'), { timeout: 10_000 }).status === 0;

/** Fills the disk, frees some of it, and goes on; prints what happened. Runs from the built files. */
const program = `
import { rmSync, writeFileSync } from 'node:fs';
import { openEmbeddedEngine } from ${JSON.stringify(new URL('../../../dist/engine/index.js', import.meta.url).href)};
const folder = ${JSON.stringify(folder)};
writeFileSync(folder + '/ballast', Buffer.alloc(6_000_000));
const person = 'a'.repeat(32);
const text = (value) => Buffer.from(value);
const id = (number) => number.toString(16).padStart(32, '0');
let engine = await openEmbeddedEngine(folder + '/data');
let version = null;
const codes = new Set();
let refused = 0;
const fill = async (from, to) => {
  for (let number = from; number < to; number++) {
    const put = [{ id: id(number), header: text('h'), body: Buffer.alloc(20_000, number) }];
    try { version = await engine.commit(person, { expectVersion: version, head: text('head ' + number), put }); }
    catch (error) { codes.add(error.code); if (++refused % 10 === 0) break; }
  }
};
await fill(0, 2000);
const whenFull = version;
const readable = (await engine.headers(person)).length;
rmSync(folder + '/ballast');
await fill(5000, 5050);
const afterwards = version;
await engine.close();
engine = await openEmbeddedEngine(folder + '/data');
const head = await engine.readHead(person);
console.log(JSON.stringify({ codes: [...codes], refused, whenFull, readable, afterwards, kept: head.version, blocks: (await engine.headers(person)).length }));
await engine.close();
`;

describe('a full disk', () => {
  it.skipIf(!canMount)('is reported as such, loses nothing, and is over when there is space again', () => {
    const script = `${process.execPath} --input-type=module -e "$PROGRAM"`;
    const env = { ...process.env, PROGRAM: program };
    const output = execFileSync('unshare', isolated(script), {
      env,
      timeout: 60_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const { codes, refused, whenFull, readable, afterwards, kept, blocks } = JSON.parse(String(output));
    expect(codes).toEqual(['storage-full']);
    expect(refused).toBe(10);
    expect(readable).toBe(whenFull);
    expect(afterwards).toBe(whenFull + 50);
    expect(kept).toBe(afterwards);
    expect(blocks).toBe(afterwards);
  });
});

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineContract } from '../contract.suite.js';
import { openEmbeddedEngine } from './embedded-engine.js';

const places = new Map<string, string>();
engineContract('embedded', {
  capabilities: { persistent: true, exclusive: true, shared: false },
  open: (place) => {
    if (!places.has(place)) places.set(place, mkdtempSync(join(tmpdir(), 'sojourn-engine-')));
    return openEmbeddedEngine(places.get(place)!);
  },
  clean: async () => {
    for (const folder of places.values()) rmSync(folder, { recursive: true });
    places.clear();
  },
});

describe('data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sojourn-folder-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is marked with its format', async () => {
    await (await openEmbeddedEngine(folder)).close();
    expect(readFileSync(join(folder, 'FORMAT'), 'utf8')).toBe('sojourn 1\n');
  });

  it.each(['sojourn 2\n', 'something else'])('is refused with the format %j', async (format) => {
    writeFileSync(join(folder, 'FORMAT'), format);
    await expect(openEmbeddedEngine(folder)).rejects.toMatchObject({ code: 'format-too-new' });
    await expect(openEmbeddedEngine(folder)).rejects.toMatchObject({ code: 'format-too-new' });
  });

  it('holds nothing of what was removed once its file is rewritten', async () => {
    const file = join(folder, 'store', 'store.mdb');
    const [gone, kept] = ['c'.repeat(32), 'd'.repeat(32)];
    let engine = await openEmbeddedEngine(folder);
    const secret = Buffer.from('the secret of a person');
    for (let number = 0; number < 40; number++) {
      const id = number.toString(16).padStart(32, '0');
      const change = { head: secret, put: [{ id, header: secret, body: secret }] };
      for (const person of [gone, kept]) {
        await engine.commit(person, {
          ...change,
          head: person === gone ? secret : Buffer.from('other'),
          ...(person === kept && { put: [] }),
          expectVersion: number || null,
        });
      }
    }
    await engine.erase(gone);
    const traces = () => {
      const bytes = readFileSync(file);
      return [secret, Buffer.from(gone, 'hex')].filter((trace) => bytes.includes(trace)).length;
    };
    expect(traces()).toBeGreaterThan(0);
    await engine.vacuum();
    expect(traces()).toBe(0);
    expect((await engine.readHead(kept))?.version).toBe(40);
    await engine.close();
    writeFileSync(`${file}.vacuum`, 'left by a process that died');
    engine = await openEmbeddedEngine(folder);
    expect(readdirSync(join(folder, 'store')).sort()).toEqual(['store.mdb', 'store.mdb-lock']);
    expect((await engine.readHead(kept))?.version).toBe(40);
    await engine.close();
  });

  it('holds nothing of a record that was written last and removed, once its file is rewritten', async () => {
    const file = join(folder, 'store', 'store.mdb');
    const engine = await openEmbeddedEngine(folder);
    // The latest record of a page borders on its unused part, where it stays when it is removed.
    for (const digit of ['a', 'b', 'd', 'e', 'c']) {
      const change = { expectVersion: null, head: Buffer.from(`head of ${digit}`) };
      await engine.commit(digit.repeat(32), {
        ...change,
        documents: { keys: Buffer.from(`key of ${digit}`) },
      });
    }
    await engine.erase('c'.repeat(32));
    await engine.vacuum();
    const bytes = readFileSync(file);
    const traces = ['head of c', 'key of c', Buffer.from('c'.repeat(32), 'hex')];
    expect(traces.filter((trace) => bytes.includes(trace))).toEqual([]);
    expect(Buffer.from((await engine.document('a'.repeat(32), 'keys'))!).toString()).toBe('key of a');
    expect(await engine.people(undefined, 10)).toEqual(['a', 'b', 'd', 'e'].map((digit) => digit.repeat(32)));
    await engine.close();
  });

  it('is taken over from a process that was killed', async () => {
    await (await openEmbeddedEngine(folder)).close();
    const socket = join(folder, 'run', 'owner.sock');
    const program = `require('net').createServer().listen(${JSON.stringify(socket)}, () => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['-e', program]);
    const engine = await openEmbeddedEngine(folder);
    await expect(openEmbeddedEngine(folder)).rejects.toMatchObject({ code: 'store-in-use' });
    await engine.close();
  });

  it('stays with one of several that start at the same time', async () => {
    const attempts = await Promise.allSettled(Array.from({ length: 6 }, () => openEmbeddedEngine(folder)));
    const opened = attempts.filter((attempt) => attempt.status === 'fulfilled');
    expect(opened).toHaveLength(1);
    await opened[0]!.value.close();
  });

  it('may have a path longer than a socket allows', async () => {
    const deep = join(folder, 'x'.repeat(120));
    const engine = await openEmbeddedEngine(deep);
    await expect(openEmbeddedEngine(deep)).rejects.toMatchObject({ code: 'store-in-use' });
    await engine.close();
  });

  it('is given up by its owner alone', async () => {
    const engine = await openEmbeddedEngine(folder);
    const socket = join(folder, 'run', 'owner.sock');
    rmSync(socket);
    const other = createServer().listen(socket);
    await new Promise((resolve) => other.once('listening', resolve));
    await engine.close();
    await expect(openEmbeddedEngine(folder)).rejects.toMatchObject({ code: 'store-in-use' });
    await new Promise((resolve) => other.close(resolve));
    chmodSync(folder, 0o700);
  });
});

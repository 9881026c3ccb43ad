import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { connect, parseReady } from '@sojourn/service-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

// The built file: `npm test` compiles first.
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const children: ChildProcess[] = [];
let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'sojourn-main-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(data, { recursive: true, force: true });
});

function start(environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, SOJOURN_DATA: data, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.push(child);
  const lines: string[] = [];
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const ready = new Promise<Readonly<Record<string, string>>>((resolve, reject) => {
    void ended.then((code) => reject(new Error(`ended with ${code}: ${errors}`)));
    createInterface(child.stdout).on('line', (line) => {
      lines.push(line);
      const addresses = parseReady(line);
      if (addresses) resolve(addresses);
    });
  });
  ready.catch(() => {});
  return { child, ready, ended, lines, log: () => errors };
}

describe('the process', () => {
  it('says once where it listens, keeps its keys to itself, and ends on SIGTERM', async () => {
    const { child, ready, ended, lines, log } = start({
      SOJOURN_AUTH: 'secret',
      SOJOURN_AUTH_SECRETS: 'sesame-open',
    });
    const addresses = await ready;
    expect(addresses).toEqual({
      public: `unix:${data}/run/timeseries-public.sock`,
      internal: `unix:${data}/run/timeseries-internal.sock`,
    });
    const { baseUrl, fetch, close } = connect(addresses.public ?? '');
    expect((await fetch(`${baseUrl}/healthz`)).status).toBe(200);
    await close();
    for (const name of ['keys/root.key', 'keys/service-token.key', 'store/store.mdb', 'FORMAT']) {
      expect((await stat(join(data, name))).mode & 0o777).toBe(0o600);
    }
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(lines).toHaveLength(1);
    expect(log()).not.toContain('sesame');
  });

  it('ends with its supervisor', async () => {
    const { child, ready, ended } = start({ SOJOURN_SUPERVISED: '1' });
    await ready;
    child.stdin.end();
    expect(await ended).toBe(0);
  });

  it('does not start twice on one folder', async () => {
    await start().ready;
    const second = start({ SOJOURN_PUBLIC_ADDRESS: '127.0.0.1:0', SOJOURN_INTERNAL_ADDRESS: '127.0.0.1:0' });
    expect(await second.ended).toBe(1);
    expect(second.lines).toEqual([]);
  });

  it('does not start with a setting that is wrong', async () => {
    const { ended, log } = start({ SOJOURN_AUTH: 'nobody' });
    expect(await ended).toBe(1);
    expect(log()).toContain('SOJOURN_AUTH');
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSupervisor, type ServiceCommand, startService } from './index.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sojourn-supervisor-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A process that is ready at once, then does what it is told by its script. */
async function command(name: string, script: string): Promise<ServiceCommand> {
  const main = join(folder, `${name}.mjs`);
  await writeFile(main, script);
  return { name, main, folder, environment: { COLOUR: 'green' }, log: 'keep' };
}

const READY = `process.stdin.resume(); process.stdin.on('end', () => process.exit(0));
console.log(JSON.stringify({ ready: { main: process.env.COLOUR } }));`;

test('a process is ready with its addresses, and ends when asked', async () => {
  const service = await startService(await command('obedient', READY));
  expect(service.addresses).toEqual({ main: 'green' });
  await service.stop();
  expect(await service.ended).toBe('ended by SIGTERM');
});

test('one that ignores the request is killed', async () => {
  const service = await startService(await command('stubborn', `process.on('SIGTERM', () => {}); ${READY}`));
  await service.stop(50);
  expect(await service.ended).toBe('ended by SIGKILL');
});

test('a process that ends instead of getting ready is an error that shows its log', async () => {
  const broken = await command('broken', `console.error('the disk is full'); process.exit(7);`);
  await expect(startService(broken)).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringMatching(/broken ended with status 7\nthe disk is full/),
  });
});

test('a process that dies is started again, and knows where it was before', async () => {
  const script = await command('mortal', READY);
  const reports: string[] = [];
  const back = withResolvers();
  const seen: (Readonly<Record<string, string>> | undefined)[] = [];
  const supervisor = createSupervisor({
    firstWait: 1,
    report(message) {
      reports.push(message);
      if (message.endsWith('is back')) back.resolve();
    },
  });
  const service = await supervisor.add((before) => {
    seen.push(before);
    return script;
  });
  process.kill(service.pid, 'SIGKILL');
  await back.promise;
  expect(reports).toEqual(['mortal ended by SIGKILL; starting it again', 'mortal is back']);
  expect(seen).toEqual([undefined, { main: 'green' }]);
  await supervisor.stop();
});

test('a group stops the last first', async () => {
  const order: string[] = [];
  const supervisor = createSupervisor({ report: (message) => order.push(message) });
  for (const name of ['first', 'second', 'third']) {
    const script = await command(name, READY);
    const service = await supervisor.add(() => script);
    void service.ended.then(() => order.push(name));
  }
  await supervisor.stop();
  expect(order).toEqual(['third', 'second', 'first']);
});

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

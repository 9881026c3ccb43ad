import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServiceClient, type ServiceClient } from '@sojourn/datamodel/client';
import type { internalRoutes } from '@sojourn/datamodel/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningService, startService } from '../../testing/index.js';

let service: RunningService;
let client: ServiceClient;
let folder: string;
beforeAll(async () => {
  service = await startService();
  const { person } = await service.participant();
  client = createServiceClient({
    baseUrl: service.internalUrl,
    serviceToken: () =>
      service.authority.mint({
        subject: 'test',
        audience: 'timeseries',
        scope: ['store:read', 'store:write'],
      }),
  });
  folder = await mkdtemp(join(tmpdir(), 'sojourn-backup-'));
  await service.service('POST', `/v1/people/${person}/import`, [
    {
      _id: { $oid: '0123456789abcdef01234567' },
      user_id: { $uuid: person },
      metadata: { key: 'analysis/test', platform: 'server', write_ts: 5 },
      data: {},
    },
  ]);
});
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true });
});

describe('POST /v1/backups', () => {
  it('adds a snapshot and says what it holds', async () => {
    const done = await client.backup(folder);
    expect(done).toMatchObject({ people: 1, blocks: 1, newBlocks: 1 });
    expect(await readdir(join(folder, 'snapshots'))).toEqual([done.snapshot]);
  });

  it('tells the problem that ends it', async () => {
    const [snapshot = ''] = await readdir(join(folder, 'snapshots'));
    await writeFile(join(folder, 'snapshots', snapshot), 'something else');
    await expect(client.backup(folder)).rejects.toMatchObject({ code: 'backup-damaged' });
  });

  it('wants a folder that is the same for everybody', async () => {
    await expect(client.backup('backups')).rejects.toMatchObject({ code: 'request-invalid' });
  });

  it.skipIf(process.getuid?.() === 0)('says when the folder cannot be written to', async () => {
    const closed = await mkdtemp(join(tmpdir(), 'sojourn-closed-'));
    await chmod(closed, 0o500);
    await expect(client.backup(join(closed, 'in'))).rejects.toMatchObject({ code: 'request-invalid' });
    await rm(closed, { recursive: true });
  });

  it('is for a token that may write to the store', async () => {
    const answer = await service.service('POST', '/v1/backups', { folder }, ['store:read']);
    expect(answer.json.code).toBe('role-insufficient');
  });
});

describe('POST /v1/verify', () => {
  it('tells of every person what was found, and nothing of what they did', async () => {
    const all: internalRoutes.PersonFindings[] = [];
    expect(await client.verify((findings) => all.push(findings))).toEqual({ people: 1, damaged: 0 });
    expect(all).toEqual([
      { person: expect.stringMatching(/^[0-9a-f]{32}$/), blocks: 1, entries: 1, locked: false, damage: [] },
    ]);
  });
});

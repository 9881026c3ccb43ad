import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningService, startService } from '../../testing/index.js';

let service: RunningService;
let person: string;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  ({ person } = await service.participant());
});

const call = (method: string, path: string, body?: unknown) => service.service(method, path, body);
const value = { model: [{ x: 1.5, name: 'é' }], none: null };

let collections = 0;
const places: readonly [string, () => string][] = [
  ['a person', () => `/v1/people/${person}/documents/model`],
  ['nobody', () => `/v1/documents/collection-${collections}/model`],
];
beforeEach(() => {
  collections++;
});

describe.each(places)('a document of %s', (_, place) => {
  it('is kept as it was put, with a number for each write', async () => {
    expect((await call('GET', place())).json.code).toBe('not-found');
    expect((await call('PUT', place(), { value })).json).toEqual({ version: 1 });
    expect((await call('PUT', place(), { value: [value] })).json).toEqual({ version: 2 });
    expect((await call('GET', place())).json).toEqual({ version: 2, value: [value] });
    expect((await call('DELETE', place())).status).toBe(204);
    expect((await call('GET', place())).status).toBe(404);
    expect((await call('DELETE', place())).status).toBe(204);
  });

  it('is changed only by who has seen what it is', async () => {
    const put = (expectVersion: number | null) => call('PUT', place(), { value, expectVersion });
    expect((await put(1)).json).toMatchObject({ status: 409, code: 'version-conflict' });
    expect((await put(null)).json).toEqual({ version: 1 });
    expect((await put(null)).json.code).toBe('version-conflict');
    expect((await put(1)).json).toEqual({ version: 2 });
    expect((await call('DELETE', `${place()}?expectVersion=1`)).json.code).toBe('version-conflict');
    expect((await call('DELETE', `${place()}?expectVersion=2`)).status).toBe(204);
  });

  it('goes to one of many who write at once', async () => {
    const writes = Array.from({ length: 8 }, (_, number) =>
      call('PUT', place(), { value: number, expectVersion: null }),
    );
    const statuses = (await Promise.all(writes)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 7 }, () => 409)]);
  });

  it('can be read while it is written', async () => {
    await call('PUT', place(), { value: 0 });
    const writing = Array.from({ length: 20 }, (_, number) => call('PUT', place(), { value: number }));
    const reading = Array.from({ length: 20 }, () => call('GET', place()));
    for (const { status } of await Promise.all([...writing, ...reading])) expect(status).toBe(200);
    expect((await call('GET', place())).json.version).toBe(21);
  });

  it.each(['..a', 'a%2Fb', '-a', 'ü', `a${'x'.repeat(100)}`])('has no name such as %s', async (name) => {
    const { status } = await call('PUT', place().replace(/model$/, name), { value });
    expect([400, 404]).toContain(status);
  });
});

describe("a person's documents", () => {
  const document = () => `/v1/people/${person}/documents/model`;

  it('are no new data', async () => {
    const before = (await call('GET', `/v1/people/${person}`)).json;
    await call('PUT', document(), { value });
    expect((await call('GET', `/v1/people/${person}`)).json).toEqual(before);
  });

  it('are closed while the person is locked', async () => {
    await call('PUT', document(), { value });
    const passphrase = 'correct horse battery';
    await call('POST', `/v1/people/${person}/custody`, { custody: 'presented', passphrase });
    await call('POST', `/v1/people/${person}/lock`);
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const answer = await call(method, document(), method === 'PUT' ? { value } : undefined);
      expect(answer.json).toMatchObject({ status: 423, code: 'person-locked' });
    }
    await call('POST', `/v1/people/${person}/unlock`, { passphrase });
    expect((await call('GET', document())).json).toEqual({ version: 1, value });
  });

  it('are not those of somebody else, nor of nobody', async () => {
    await call('PUT', document(), { value });
    const other = await service.participant();
    expect((await call('GET', `/v1/people/${other.person}/documents/model`)).status).toBe(404);
    expect((await call('PUT', `/v1/people/${'0'.repeat(32)}/documents/model`, { value })).status).toBe(404);
  });

  it('never take the place of what the store keeps itself', async () => {
    const profile = (await call('GET', `/v1/people/${person}/profile`)).json;
    for (const name of ['profile', 'keys']) {
      await call('PUT', `/v1/people/${person}/documents/${name}`, { value });
    }
    expect((await call('GET', `/v1/people/${person}/profile`)).json).toEqual(profile);
  });
});

describe('a collection', () => {
  it('is listed in order of name, page by page, apart from others', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) await call('PUT', `/v1/documents/list/${name}`, { value: name });
    await call('PUT', '/v1/documents/list2/z', { value });
    const seen: unknown[] = [];
    let query = '?limit=2';
    for (;;) {
      const { documents, next } = (await call('GET', `/v1/documents/list${query}`)).json;
      seen.push(...documents);
      if (next === null) break;
      query = `?limit=2&after=${next}`;
    }
    expect(seen).toEqual(names.map((name) => ({ name, version: 1, value: name })));
    expect((await call('GET', '/v1/documents/empty')).json).toEqual({ documents: [], next: null });
  });

  it('needs the scope for it', async () => {
    for (const [method, scope] of [
      ['GET', 'documents:write'],
      ['PUT', 'documents:read'],
    ] as const) {
      const answer = await service.service(
        method,
        '/v1/documents/scopes/a',
        method === 'PUT' ? { value } : undefined,
        [scope],
      );
      expect(answer.json.code).toBe('role-insufficient');
    }
  });
});

describe('documents', () => {
  it('are unreadable on disk, and there after a restart', async () => {
    const first = await startService();
    const { person: owner } = await first.participant();
    const secret = 'Rue du Bac 110 rue du Bac 110';
    const put = (path: string) => first.service('PUT', path, { value: secret });
    await put(`/v1/people/${owner}/documents/a`);
    await put('/v1/documents/c/a');
    await first.close();
    const bytes = await readFile(`${first.folder}/store/store.mdb`);
    expect(bytes.includes(Buffer.from('Rue du Bac'))).toBe(false);
    const second = await startService({ folder: first.folder });
    for (const path of [`/v1/people/${owner}/documents/a`, '/v1/documents/c/a']) {
      expect((await second.service('GET', path)).json).toEqual({ version: 1, value: secret });
    }
    await second.stop();
  });
});

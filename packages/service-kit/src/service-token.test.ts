import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpServer } from './http-server.js';
import { createLogger } from './logger.js';
import { requireServiceToken } from './service-caller.js';
import { createServiceTokenAuthority } from './service-token.js';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'token-'));
  file = join(folder, 'keys', 'service-token');
});
afterEach(() => rm(folder, { recursive: true }));

const request = { subject: 'pipeline', audience: 'timeseries', scope: ['entries:read', 'entries:write'] };
const code = (code: string) => expect.objectContaining({ code });

describe('createServiceTokenAuthority', () => {
  it('makes its secret at first start, for the owner only, once', async () => {
    const authorities = await Promise.all([1, 2, 3, 4].map(() => createServiceTokenAuthority(file)));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const token = await authorities[0]!.mint(request);
    for (const authority of authorities) {
      expect(await authority.verify(token, { audience: 'timeseries', scope: 'entries:read' })).toMatchObject({
        subject: 'pipeline',
        scope: ['entries:read', 'entries:write'],
      });
    }
  });

  it('refuses a key file that others may read, or that holds something else', async () => {
    await createServiceTokenAuthority(file);
    await chmod(file, 0o644);
    await expect(createServiceTokenAuthority(file)).rejects.toEqual(code('key-file-unsafe'));
    await chmod(file, 0o600);
    await writeFile(file, 'short');
    await expect(createServiceTokenAuthority(file)).rejects.toEqual(code('config-invalid'));
  });

  it('refuses other audiences, other keys, missing scopes, altered and expired tokens', async () => {
    let now = 1_718_000_000_000;
    const authority = await createServiceTokenAuthority(file, () => now);
    const token = await authority.mint({ ...request, ttl: 60 });
    await expect(authority.verify(token, { audience: 'pipeline' })).rejects.toEqual(
      code('service-token-invalid'),
    );
    await expect(authority.verify(token, { audience: 'timeseries', scope: 'tokens' })).rejects.toEqual(
      code('role-insufficient'),
    );
    const other = await createServiceTokenAuthority(`${file}-2`, () => now);
    await expect(other.verify(token, { audience: 'timeseries' })).rejects.toEqual(
      code('service-token-invalid'),
    );
    const [header, payload] = token.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const forged of [`${none}.${payload}.`, `${header}.${payload}.AAAA`, 'x', '']) {
      await expect(authority.verify(forged, { audience: 'timeseries' })).rejects.toEqual(
        code('service-token-invalid'),
      );
    }
    now += 61_000;
    await expect(authority.verify(token, { audience: 'timeseries' })).rejects.toEqual(
      code('service-token-invalid'),
    );
  });

  it('keeps a token at hand and renews it before it ends', async () => {
    let now = 1_718_000_000_000;
    const authority = await createServiceTokenAuthority(file, () => now);
    const source = authority.source({ ...request, ttl: 100 });
    const first = await source();
    now += 79_000;
    expect(await source()).toBe(first);
    now += 2_000;
    const second = await source();
    expect(second).not.toBe(first);
    now += 60_000;
    await authority.verify(second, { audience: 'timeseries' });
  });

  it('keeps the secret out of the token', async () => {
    const authority = await createServiceTokenAuthority(file);
    const secret = (await readFile(file, 'utf8')).trim();
    expect(await authority.mint(request)).not.toContain(secret);
  });
});

describe('requireServiceToken', () => {
  it('lets in genuine callers only', async () => {
    const authority = await createServiceTokenAuthority(file);
    const app = createHttpServer({ logger: createLogger({ name: 'test', level: 'silent' }) });
    app.addHook(
      'onRequest',
      requireServiceToken(authority, { audience: 'timeseries', scope: 'entries:read' }),
    );
    app.get('/v1/people', async () => ({}));
    const status = async (authorization?: string) =>
      (await app.inject({ url: '/v1/people', headers: authorization === undefined ? {} : { authorization } }))
        .statusCode;
    expect(await status()).toBe(401);
    expect(await status('Bearer x')).toBe(401);
    expect(await status(`Bearer ${await authority.mint({ ...request, scope: ['other'] })}`)).toBe(403);
    expect(await status(`Bearer ${await authority.mint(request)}`)).toBe(200);
    await app.close();
  });
});

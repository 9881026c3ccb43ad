import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeConfiguration } from '@sojourn/service-kit';
import { describe, expect, it } from 'vitest';
import { configOf, readConfig } from './config.js';

describe('readConfig', () => {
  it('needs nothing: the folder of the platform, sockets inside, tokens from the list', async () => {
    const config = await readConfig({ XDG_DATA_HOME: '/home/anna/data' });
    expect(config).toMatchObject({
      data: '/home/anna/data/sojourn',
      publicAddress: 'unix:/home/anna/data/sojourn/run/timeseries-public.sock',
      internalAddress: 'unix:/home/anna/data/sojourn/run/timeseries-internal.sock',
      serviceTokenFile: '/home/anna/data/sojourn/keys/service-token.key',
      auth: 'token_list',
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('takes the environment over the file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sojourn-config-'));
    const file = join(folder, 'sojourn.yaml');
    await writeFile(file, 'auth: secret\nauthSecrets: [open]\npersonBurst: 5\n');
    const config = await readConfig({
      SOJOURN_CONFIG: file,
      SOJOURN_DATA: folder,
      SOJOURN_AUTH_SECRETS: 'sesame, abracadabra',
    });
    await rm(folder, { recursive: true });
    expect(config).toMatchObject({
      auth: 'secret',
      authSecrets: ['sesame', 'abracadabra'],
      personBurst: 5,
    });
  });

  it.each([
    [{ SOJOURN_AUTH: 'none' }, 'SOJOURN_AUTH'],
    [{ SOJOURN_UPLOAD_BYTES: 'plenty' }, 'SOJOURN_UPLOAD_BYTES'],
    [{ SOJOURN_PUBLIC_ADDRESS: 'nowhere' }, 'nowhere'],
  ])('names the wrong setting in %j', async (environment, name) => {
    await expect(readConfig({ SOJOURN_DATA: '/data', ...environment })).rejects.toMatchObject({
      code: 'config-invalid',
      detail: expect.stringContaining(name),
    });
  });

  it.each(['0.0.0.0:8080', '192.168.1.5:8080', '[::]:8080', 'example.org:80'])(
    'refuses to let everybody in on %s',
    async (address) => {
      const environment = { SOJOURN_DATA: '/data', SOJOURN_AUTH: 'skip', SOJOURN_PUBLIC_ADDRESS: address };
      await expect(readConfig(environment)).rejects.toMatchObject({ code: 'config-invalid' });
    },
  );

  it.each(['127.0.0.1:0', '[::1]:8080', 'localhost:8080', 'unix:/run/sojourn.sock'])(
    'lets everybody in on %s',
    (publicAddress) => {
      expect(configOf({ data: '/data', auth: 'skip', publicAddress }).auth).toBe('skip');
    },
  );

  it('needs a connection string for MongoDB', async () => {
    const environment = { SOJOURN_DATA: '/data', SOJOURN_ENGINE: 'mongodb' };
    await expect(readConfig(environment)).rejects.toMatchObject({ code: 'config-invalid' });
    const config = await readConfig({ ...environment, SOJOURN_MONGODB_URL: 'mongodb://db/' });
    expect(config).toMatchObject({ engine: 'mongodb', mongodbUrl: 'mongodb://db/' });
  });

  it('keeps the keys in the data folder unless it is told where', async () => {
    const environment = { SOJOURN_DATA: '/data' };
    expect(await readConfig(environment)).toMatchObject({ rootKeyFile: '/data/keys/root.key' });
    const elsewhere = { ...environment, SOJOURN_ROOT_KEY_FILE: '/keys/root.key' };
    expect(await readConfig(elsewhere)).toMatchObject({
      rootKeyFile: '/keys/root.key',
      serviceTokenFile: '/data/keys/service-token.key',
    });
  });

  it('is printed without secrets', () => {
    const mongodbUrl = 'mongodb://sojourn:sesame@db/';
    const config = configOf({ data: '/data', auth: 'secret', authSecrets: ['open-sesame'], mongodbUrl });
    expect(JSON.stringify(describeConfiguration({ ...config }))).not.toContain('sesame');
  });
});

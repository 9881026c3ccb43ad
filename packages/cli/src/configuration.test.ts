import { expect, test } from 'vitest';
import { readCliConfiguration } from './configuration.js';

test('an open door is for this machine alone', async () => {
  const open = { SOJOURN_AUTH: 'skip', SOJOURN_DATA: '/tmp/nobody' };
  await expect(readCliConfiguration({ ...open, SOJOURN_HOST: '0.0.0.0' })).rejects.toMatchObject({
    code: 'config-invalid',
  });
  await expect(readCliConfiguration(open, { host: '192.0.2.7' })).rejects.toMatchObject({
    code: 'config-invalid',
  });
  expect(await readCliConfiguration(open)).toMatchObject({ host: '127.0.0.1' });
});

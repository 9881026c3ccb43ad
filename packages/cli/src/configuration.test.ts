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

test('services elsewhere are named together', async () => {
  const some = { SOJOURN_TIMESERIES_ADDRESS: 'store:8091', SOJOURN_SERVICE_TOKEN_FILE: '/shared/token' };
  await expect(readCliConfiguration(some)).rejects.toMatchObject({ code: 'config-invalid' });
  const all = {
    ...some,
    SOJOURN_TIMESERIES_PUBLIC_ADDRESS: 'store:8081',
    SOJOURN_PIPELINE_ADDRESS: 'pipeline:8082',
  };
  expect(await readCliConfiguration(all)).toMatchObject({
    elsewhere: {
      timeseriesInternal: 'store:8091',
      timeseriesPublic: 'store:8081',
      pipeline: 'pipeline:8082',
      serviceTokenFile: '/shared/token',
    },
  });
  expect(await readCliConfiguration({})).not.toHaveProperty('elsewhere');
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from './config.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sojourn-config-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the configuration', () => {
  it('finds everything in the data folder', async () => {
    const config = await readConfig({ SOJOURN_DATA: '/data', SOJOURN_POLL_SECONDS: '0' });
    expect(config).toMatchObject({
      timeseriesAddress: 'unix:/data/run/timeseries-internal.sock',
      pipelineAddress: 'unix:/data/run/pipeline.sock',
      serviceTokenFile: '/data/keys/service-token.key',
      pollSeconds: 0,
      debounceSeconds: 60,
    });
    expect(config.settings['intake.rederive']).toBe('late');
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('takes the settings of stages from the file, and anything else from the environment first', async () => {
    const file = join(folder, 'sojourn.yaml');
    await writeFile(file, 'pollSeconds: 7\ndebounceSeconds: 8\npipeline:\n  intake.rederive: full\n');
    const config = await readConfig({ SOJOURN_CONFIG: file, SOJOURN_POLL_SECONDS: '9' });
    expect(config).toMatchObject({ pollSeconds: 9, debounceSeconds: 8 });
    expect(config.settings['intake.rederive']).toBe('full');
  });

  it('looks transit stops up where the environment or the file says', async () => {
    const file = join(folder, 'sojourn.yaml');
    await writeFile(file, 'pipeline:\n  transit.stops: overpass\n');
    const stops = async (environment: Record<string, string>) =>
      (await readConfig(environment)).settings['transit.stops'];
    expect(await stops({})).toBe('none');
    expect(await stops({ SOJOURN_CONFIG: file })).toBe('overpass');
    expect(await stops({ SOJOURN_CONFIG: file, SOJOURN_TRANSIT_STOPS: '/gtfs.zip' })).toBe('/gtfs.zip');
  });

  it.each([
    [{ SOJOURN_POLL_SECONDS: 'often' }, 'config-invalid'],
    [{ SOJOURN_PIPELINE_ADDRESS: 'nowhere' }, 'config-invalid'],
    [{ SOJOURN_PIPELINE_THREADS: '-1' }, 'config-invalid'],
  ])('refuses %o', async (environment, code) => {
    await expect(readConfig(environment)).rejects.toEqual(expect.objectContaining({ code }));
  });

  it('refuses a setting of a stage that does not exist', async () => {
    const file = join(folder, 'sojourn.yaml');
    await writeFile(file, 'pipeline:\n  intake.redrive: full\n');
    await expect(readConfig({ SOJOURN_CONFIG: file })).rejects.toThrow('intake.redrive');
  });
});

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

  it('takes what the study says about itself, unless the settings say something else', async () => {
    const study = join(folder, 'bikes.nrel-op.json');
    await writeFile(join(folder, 'labels.json'), JSON.stringify({ MODE: [{ value: 'bike' }], PURPOSE: [] }));
    const button = { surveyName: 'Commute', showsIf: 'distance > 1' };
    await writeFile(
      study,
      JSON.stringify({
        server: { aggregate_call_auth: 'no_auth' },
        vehicle_identities: [{ value: 'van' }],
        label_options: 'labels.json',
        survey_info: { buttons: { 'trip-label': button } },
      }),
    );
    const config = await readConfig({ SOJOURN_STUDY_CONFIG: study });
    expect(config.aggregateAccess).toBe('no_auth');
    expect(config.settings).toMatchObject({
      'study.vehicle_identities': [{ value: 'van' }],
      'study.label_options': [{ value: 'bike' }],
      'study.trip_surveys': [button],
    });
    const file = join(folder, 'sojourn.yaml');
    await writeFile(file, `studyConfig: ${study}\npipeline:\n  study.label_options: []\n`);
    const other = await readConfig({ SOJOURN_CONFIG: file, SOJOURN_AGGREGATE_ACCESS: 'never' });
    expect(other.aggregateAccess).toBe('never');
    expect(other.settings['study.label_options']).toEqual([]);
    expect((await readConfig({})).aggregateAccess).toBe('user_only');
  });

  it.each([
    ['that is not there', undefined],
    ['that is no object', '[]'],
    ['that is no JSON', '{'],
    ['whose labels are not there', '{"label_options":"labels.json"}'],
  ])('refuses a study %s', async (_, content) => {
    const study = join(folder, 'study.json');
    if (content !== undefined) await writeFile(study, content);
    await expect(readConfig({ SOJOURN_STUDY_CONFIG: study })).rejects.toEqual(
      expect.objectContaining({ code: 'config-invalid' }),
    );
  });

  it.each([
    [{ SOJOURN_POLL_SECONDS: 'often' }, 'config-invalid'],
    [{ SOJOURN_PIPELINE_ADDRESS: 'nowhere' }, 'config-invalid'],
    [{ SOJOURN_PIPELINE_THREADS: '-1' }, 'config-invalid'],
  ])('refuses %o', async (environment, code) => {
    await expect(readConfig(environment)).rejects.toEqual(expect.objectContaining({ code }));
  });

  it('reads the forest of mode inference from its file, which lies beside the settings', async () => {
    const file = join(folder, 'sojourn.yaml');
    await writeFile(join(folder, 'seed_model.json'), '{"py/state":{}}');
    await writeFile(file, 'pipeline:\n  classification.inference.mode.forest: seed_model.json\n');
    const { settings } = await readConfig({ SOJOURN_CONFIG: file });
    expect(settings['classification.inference.mode.forest']).toEqual({ 'py/state': {} });
    await writeFile(file, 'pipeline:\n  classification.inference.mode.forest: nowhere.json\n');
    await expect(readConfig({ SOJOURN_CONFIG: file })).rejects.toThrow('nowhere.json');
  });

  it('refuses a setting of a stage that does not exist', async () => {
    const file = join(folder, 'sojourn.yaml');
    await writeFile(file, 'pipeline:\n  intake.redrive: full\n');
    await expect(readConfig({ SOJOURN_CONFIG: file })).rejects.toThrow('intake.redrive');
  });
});

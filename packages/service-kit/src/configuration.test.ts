import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeConfiguration, readConfiguration } from './configuration.js';

const shape = z.object({
  data: z.string(),
  pollSeconds: z.coerce.number().positive().default(60),
  limits: z.object({ entries: z.int() }).optional(),
});
const names = { data: 'SOJOURN_DATA', pollSeconds: 'SOJOURN_POLL_SECONDS' };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'configuration-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('readConfiguration', () => {
  it('takes the environment over the file and freezes the result', async () => {
    const file = join(folder, 'sojourn.yaml');
    await writeFile(file, 'data: /from/file\npollSeconds: 5\nlimits: { entries: 3 }\n');
    const config = await readConfiguration(shape, {
      file,
      names,
      environment: { SOJOURN_DATA: '/from/environment', SOJOURN_POLL_SECONDS: '' },
    });
    expect(config).toEqual({ data: '/from/environment', pollSeconds: 5, limits: { entries: 3 } });
    expect(Object.isFrozen(config) && Object.isFrozen(config.limits)).toBe(true);
  });

  it('names every wrong setting by its variable, without the value', async () => {
    const reading = readConfiguration(shape, { names, environment: { SOJOURN_POLL_SECONDS: 'minus-one' } });
    const error = await reading.catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'config-invalid', detail: 'SOJOURN_DATA, SOJOURN_POLL_SECONDS' });
    expect(String(error)).not.toContain('minus-one');
  });

  it.each([
    ['a missing file', undefined],
    ['a list', '- a\n- b\n'],
    ['broken YAML', 'a: [\n'],
  ])('refuses %s', async (_, content) => {
    const file = join(folder, 'sojourn.yaml');
    if (content !== undefined) await writeFile(file, content);
    await expect(readConfiguration(shape, { file, names, environment: {} })).rejects.toMatchObject({
      code: 'config-invalid',
    });
  });
});

describe('describeConfiguration', () => {
  it('shows of an address which server it leads to', () => {
    const settings = {
      open: 'http://localhost:8080',
      keyed: 'https://maps.example.org/secret/api',
      signed: 'https://me:secret@maps.example.org/?token=secret',
      broken: 'https://[',
      socket: 'unix:/run/x.sock',
    };
    expect(describeConfiguration(settings)).toEqual({
      open: 'http://localhost:8080/',
      keyed: 'https://maps.example.org/[hidden]',
      signed: 'https://maps.example.org/[hidden]',
      broken: '[hidden]',
      socket: 'unix:/run/x.sock',
    });
  });

  it('hides secrets at any depth', () => {
    expect(describeConfiguration({ data: '/d', secrets: ['a'], mail: { password: 'b', host: 'c' } })).toEqual(
      {
        data: '/d',
        secrets: '[hidden]',
        mail: { password: '[hidden]', host: 'c' },
      },
    );
  });
});

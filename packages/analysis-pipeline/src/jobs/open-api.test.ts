import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineJob, jobDefinitions, jobsOpenApi } from './index.js';

const docs = new URL('../../../../docs/', import.meta.url);

describe('the committed document of jobs', () => {
  it('is what the registry says (else: npm run openapi -w packages/analysis-pipeline after a build)', async () => {
    const committed = JSON.parse(await readFile(new URL('openapi.jobs.json', docs), 'utf8'));
    expect(committed).toEqual(JSON.parse(JSON.stringify(jobsOpenApi(jobDefinitions))));
  });

  it('has a row beside it for every job', async () => {
    const page = await readFile(new URL('jobs.md', docs), 'utf8');
    for (const { name } of jobDefinitions) expect(page).toContain(`\n| \`${name}\` |`);
  });
});

describe('a definition', () => {
  const define = (change: object) =>
    defineJob({
      name: 'some-job',
      description: 'Does nothing',
      parameters: z.object({ count: z.int() }),
      roles: ['operator'],
      run: async () => ({}),
      ...change,
    });

  it('has the schema of its parameters, and takes no others', () => {
    const definition = define({});
    expect(jobsOpenApi([definition])).toMatchObject({
      components: {
        schemas: {
          'some-job': {
            required: ['name', 'parameters'],
            properties: {
              name: { const: 'some-job' },
              parameters: {
                type: 'object',
                properties: { count: { type: 'integer' } },
                required: ['count'],
                additionalProperties: false,
              },
            },
          },
        },
      },
    });
    expect(definition.parameters.safeParse({ count: 1, more: 2 }).success).toBe(false);
  });

  it('has a name of words, and says for whom when participants may ask', () => {
    expect(() => define({ name: 'Some Job' })).toThrow('no name');
    expect(() => define({ roles: ['participant'] })).toThrow('no parameter person');
  });
});

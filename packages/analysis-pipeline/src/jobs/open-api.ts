import { publicRoutes } from '@sojourn/datamodel/http';
import { z } from 'zod';
import { type JobDefinition, parameterSchema } from './define-job.js';

/**
 * An OpenAPI document of what jobs can be asked for, each with the schema of its parameters. All other routes for jobs are
 * in the document of the public API.
 */
export function jobsOpenApi(definitions: readonly JobDefinition[]): object {
  const references = definitions.map(({ name }) => ({ $ref: `#/components/schemas/${name}` }));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sojourn jobs',
      description: 'What POST /v2/jobs takes; the same at /jobs. All else is in openapi.public.json.',
      version: '2',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths: {
      '/v2/jobs': {
        post: {
          operationId: 'startJob',
          summary: 'Ask for a job; it goes on after the answer',
          parameters: [
            {
              name: 'Idempotency-Key',
              in: 'header',
              description: 'The same request with the same key gives the same job',
              schema: { type: 'string', maxLength: 256 },
            },
          ],
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { oneOf: references } } },
          },
          responses: {
            202: {
              description: 'The job',
              content: { 'application/json': { schema: { $ref: '#/components/schemas/job' } } },
            },
          },
        },
      },
    },
    components: {
      schemas: Object.fromEntries([
        ...definitions.map((definition) => [definition.name, requestSchema(definition)]),
        ['job', withoutDialect(z.toJSONSchema(publicRoutes.jobShape, { unrepresentable: 'any' }))],
      ]),
    },
  };
}

function requestSchema(definition: JobDefinition): object {
  const { name, description, roles } = definition;
  const parameters = parameterSchema(definition);
  const required = (parameters.required as readonly string[] | undefined) ?? [];
  // Participants need not say who they are.
  const isNeeded = required.some((parameter) => parameter !== 'person' || !roles.includes('participant'));
  return {
    type: 'object',
    description: `${description}. For: ${roles.join(', ')}.`,
    required: ['name', ...(isNeeded ? ['parameters'] : [])],
    properties: { name: { const: name }, parameters, idempotencyKey: { type: 'string', maxLength: 256 } },
    additionalProperties: false,
  };
}

function withoutDialect({ $schema: _, ...schema }: Record<string, unknown>): object {
  return schema;
}

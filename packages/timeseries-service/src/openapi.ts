import swagger from '@fastify/swagger';
import { problemShape } from '@sojourn/datamodel/http';
import { type HttpServer, schemaOf } from '@sojourn/service-kit';
import type { FastifySchema } from 'fastify';
import { SESSION_COOKIE } from './callers/index.js';
import type { DocumentedBodies } from './routes/index.js';

const descriptions = {
  public: {
    title: 'Sojourn, public API',
    description:
      'The API that e-mission phones and scripts know, and its additions under /v2. A token goes into the body as `user`, into the header as a bearer token, or into a session cookie.',
  },
  internal: {
    title: 'Sojourn timeseries service, internal API',
    description: 'For our own services alone, on a listener of its own. Needs a service token.',
  },
} as const;

type Surface = keyof typeof descriptions;

/** Collects what the routes declare, for `openApiDocument`. To be called before any route is added. */
export async function documentRoutes(app: HttpServer, surface: Surface): Promise<void> {
  const schemes = securitySchemes(surface);
  app.addSchema({ $id: 'Problem', ...schemaOf(problemShape) });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        ...descriptions[surface],
        version: '2',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: { securitySchemes: schemes },
      security: Object.keys(schemes).map((name) => ({ [name]: [] })),
    },
    refResolver: { buildLocalReference: ({ $id }, _base, _fragment, index) => String($id ?? index) },
    transform: ({ schema, url, route }) => {
      const { documented, access } = route.config ?? {};
      const open = access === undefined || access.caller === 'anyone';
      return { url, schema: { ...withBodies(schema, documented?.() ?? {}), ...(open && { security: [] }) } };
    },
  });
}

/** The OpenAPI document of a server that is ready. */
export function openApiDocument(app: HttpServer): unknown {
  return app.swagger();
}

/** Adds what fastify does not need to know: bodies that are not checked, NDJSON, and the form of errors. */
function withBodies(
  schema: FastifySchema,
  { body, bodyLine, responses: answers = {}, responseLine, streams }: DocumentedBodies,
): FastifySchema {
  const responses = Object.entries(answers).map(([status, answer]) => [
    status,
    { description: 'Good answer', content: contentOf(answer, responseLine, streams) },
  ]);
  if (streams && responses.length === 0) {
    const content = { [streams]: { schema: { type: 'string' } } };
    responses.push(['200', { description: 'Good answer', content }]);
  }
  const problem = { 'application/problem+json': { schema: { $ref: 'Problem#' } } };
  return {
    ...schema,
    ...(body && { body: bodyLine ? { content: contentOf(body, bodyLine) } : body }),
    response: { ...Object.fromEntries(responses), default: { description: 'Problem', content: problem } },
  };
}

function contentOf(json: object, line: object | undefined, streams?: string): object {
  return {
    'application/json': { schema: json },
    ...(line && { 'application/x-ndjson': { schema: line } }),
    ...(streams && { [streams]: { schema: { type: 'string' } } }),
  };
}

function securitySchemes(surface: Surface) {
  const bearer = { type: 'http', scheme: 'bearer' } as const;
  if (surface === 'internal') return { serviceToken: { ...bearer, bearerFormat: 'JWT' } };
  return { token: bearer, session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE } as const };
}

import swagger from '@fastify/swagger';
import type { HttpServer } from '@sojourn/service-kit';

const descriptions = {
  public: {
    title: 'Sojourn timeseries service, public API',
    description:
      'The API that e-mission phones and scripts know, and its additions under /v2. A token goes into the body as `user`, into the header as a bearer token, or into a session cookie.',
  },
  internal: {
    title: 'Sojourn timeseries service, internal API',
    description: 'For our own services alone, on a listener of its own. Needs a service token.',
  },
} as const;

/** Collects what the routes declare, for `openApiDocument`. To be called before any route is added. */
export async function documentRoutes(app: HttpServer, surface: keyof typeof descriptions): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        ...descriptions[surface],
        version: '2',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: { securitySchemes: securitySchemes(surface) },
      security: Object.keys(securitySchemes(surface)).map((name) => ({ [name]: [] })),
    },
    // Bodies that are not checked against their shape as a whole are documented all the same.
    transform: ({ schema, url, route }) => {
      const { documentedBody, access } = route.config ?? {};
      const documented = { ...schema, ...(documentedBody && { body: documentedBody }) };
      return { url, schema: access?.caller === 'anyone' ? { ...documented, security: [] } : documented };
    },
  });
}

/** The OpenAPI document of a server that is ready. */
export function openApiDocument(app: HttpServer): unknown {
  return app.swagger();
}

function securitySchemes(surface: keyof typeof descriptions) {
  const bearer = { type: 'http', scheme: 'bearer' } as const;
  if (surface === 'internal') return { serviceToken: { ...bearer, bearerFormat: 'JWT' } };
  return { token: bearer, session: { type: 'apiKey', in: 'cookie', name: 'sojourn_session' } as const };
}

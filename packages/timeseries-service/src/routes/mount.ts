import type { RequestBody, RequestParams, RequestQuery, Route } from '@sojourn/datamodel/http';
import { type HttpServer, routeOf, schemaOf } from '@sojourn/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from './access.js';
import { RenderedAnswer } from './answer.js';

/** A request whose parts have the types that the route declares. */
export type RequestOf<Declared> = FastifyRequest<{
  Body: RequestBody<Declared>;
  Params: RequestParams<Declared>;
  Querystring: RequestQuery<Declared>;
}>;

/** Returns the JSON answer, a rendered one, or nothing for an empty body. */
export type Handler<Declared> = (request: RequestOf<Declared>, reply: FastifyReply) => Promise<unknown>;

export interface MountOptions {
  /** Bytes; default the limit of the server. */
  readonly bodyLimit?: number;
  /** False where the body is not plain JSON of the declared shape: bad parts of it are answered one by one. */
  readonly checkBody?: boolean;
}

/** Schemas for the API document that fastify does not work with. */
export interface DocumentedBodies {
  /** Of the body, also where it is not checked as a whole. */
  readonly body?: object;
  /** Of one line, where the body or the answer may be NDJSON. */
  readonly bodyLine?: object;
  /** Of answers, by status. */
  readonly responses?: Readonly<Record<string, object>>;
  readonly responseLine?: object;
  /** Media type of an answer that is a stream of its own kind. */
  readonly streams?: string;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Made when a document is asked for, which a service that serves never is. */
    readonly documented?: () => DocumentedBodies;
  }
}

/** Adds a declared route to a server: its shapes become the validation, its caller the permission. */
export function mount<const Declared extends Route>(
  app: HttpServer,
  route: Declared,
  handler: Handler<Declared>,
  options: MountOptions = {},
): void {
  const { method, url, schema } = routeOf<Route>(route);
  const { body, ...rest } = schema as { body?: object };
  const documented = (): DocumentedBodies => ({
    ...(body && { body }),
    ...(route.bodyLine && { bodyLine: schemaOf(route.bodyLine) }),
    ...(route.response && { responses: { [route.status ?? 200]: schemaOf(route.response) } }),
    ...(route.responseLine && { responseLine: schemaOf(route.responseLine) }),
    ...(route.streams && { streams: route.streams }),
  });
  app.route({
    method,
    url,
    schema: options.checkBody === false ? rest : schema,
    config: { access: accessTo(route), documented },
    ...(options.bodyLimit === undefined ? {} : { bodyLimit: options.bodyLimit }),
    handler: async (request, reply) => {
      const answer = await handler(request as unknown as RequestOf<Declared>, reply);
      reply.code(route.status ?? 200);
      return answer instanceof RenderedAnswer
        ? reply.type(answer.type).send(answer.body)
        : reply.send(answer);
    },
  });
}

function accessTo(route: Route): Access {
  const fromPhones = route.surface === 'reference' && route.id !== 'findEntries';
  return { caller: route.caller, withoutToken: fromPhones ? 'request-invalid' : 'token-missing' };
}

import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { SojournError } from '@sojourn/datamodel';
import { stringifyWire } from '@sojourn/datamodel/wire';
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  fastify,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify';
import type { Logger } from 'pino';
import { addHealth, type HealthCheck } from './health.js';
import { createKnownPaths } from './known-paths.js';
import { answerProblem, PROBLEM_MEDIA_TYPE } from './problem.js';
import { REQUEST_ID_HEADER, requestId } from './request-id.js';
import { RequestLog } from './request-log.js';
import { schemaCompilers } from './schema-compilers.js';

/** The server every process builds on. */
export type HttpServer = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

export interface HttpServerOptions {
  readonly logger: Logger;
  /** Largest body in bytes where a route names no limit of its own; default 1 MiB. */
  readonly bodyLimit?: number;
  /** The only callers are the gateway and our own services: their request id and forwarded address count. */
  readonly trustGateway?: boolean;
  /** Repeated slashes in a path count as one: phones send `/api//usercache/put`. */
  readonly collapseSlashes?: boolean;
  /** What `/healthz` looks at; it answers 503 while one of them fails. */
  readonly health?: Readonly<Record<string, HealthCheck>>;
  /** Milliseconds within which a whole request must have arrived; default 300 000, 0 for no limit. */
  readonly requestTimeout?: number;
}

/**
 * A fastify server with the project's conventions: every error is problem details, requests are logged
 * without bodies and paths, bodies are JSON and are validated as they are (nothing is coerced, removed or
 * filled in), `GET /healthz` answers.
 */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const trusted = options.trustGateway ?? false;
  const app = fastify({
    loggerInstance: options.logger as FastifyBaseLogger,
    logController: new RequestLog(),
    bodyLimit: options.bodyLimit ?? 1024 * 1024,
    requestTimeout: options.requestTimeout ?? 300_000,
    requestIdHeader: false,
    genReqId: (request) => requestId(request, trusted),
    trustProxy: trusted,
    // Requests that arrive while the server drains are still answered, with `connection: close`.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: true,
    ...(options.collapseSlashes === true ? { rewriteUrl: collapseSlashes } : {}),
    schemaController: { compilersFactory: schemaCompilers },
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        useDefaults: false,
        strict: false,
      },
    },
    frameworkErrors: (error, request, reply) => {
      answerProblem(error, request, reply as never);
    },
    clientErrorHandler: answerMalformed,
  }).withTypeProvider<TypeBoxTypeProvider>();

  const knownPaths = createKnownPaths();
  app.addHook('onRoute', (route) => {
    knownPaths.add(route.url, Array.isArray(route.method) ? route.method : [route.method]);
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header(REQUEST_ID_HEADER, request.id);
  });
  app.setErrorHandler(answerProblem);
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const methods = knownPaths.methodsOf(path).filter((method) => method !== request.method);
    if (methods.length === 0) return answerProblem(new SojournError('not-found'), request, reply);
    reply.header('allow', methods.join(', '));
    return answerProblem(new SojournError('method-not-allowed'), request, reply);
  });
  // Answers are described by schemas but not rewritten by them: that would be slower on entries, drop members that
  // a schema does not know, and know nothing of integers beyond doubles.
  app.setReplySerializer((payload) => stringifyWire(payload));
  app.removeContentTypeParser('text/plain');
  acceptNothingAsJson(app);
  addHealth(app, options.health ?? {});
  return app;
}

/** Many clients say that they send JSON with every request, also where a route takes no body and they send none. */
function acceptNothingAsJson(app: HttpServer): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '' && request.routeOptions.schema?.body === undefined) done(null, undefined);
    else parse(request, body as string, done);
  });
}

function collapseSlashes(request: { url?: string | undefined }): string {
  const url = request.url ?? '/';
  const query = url.indexOf('?');
  const path = query === -1 ? url : url.slice(0, query);
  return path.replace(/\/{2,}/g, '/') + (query === -1 ? '' : url.slice(query));
}

/** Answers what is not even HTTP, before there is a request. */
function answerMalformed(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }[error.code ?? ''] ?? 400;
  const problem = { ...new SojournError('request-invalid').toProblem(), status };
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n` +
      `Content-Type: ${PROBLEM_MEDIA_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

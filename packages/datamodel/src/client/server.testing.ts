import { createHash } from 'node:crypto';
import { fastify } from 'fastify';
import type { Entry, PhoneEntry } from '../entry.js';
import { SojournError } from '../errors.js';
import { allRoutes, publicRoutes, type RequestBody, type Route, referenceRoutes } from '../http/index.js';
import { decodeRowsDocument, rowsMediaType } from '../wire/index.js';

/** What a server under test does instead of answering, once for each element, before it behaves again. */
export type Fault =
  | { readonly answer: number; readonly headers?: Record<string, string>; readonly body?: string }
  /** Handles the request, then drops the connection instead of answering. */
  | 'drop-answer'
  /** Never answers. */
  | 'hang'
  /** Begins a stream and drops it half-way. */
  | 'break-stream';

export interface SampleRequest {
  readonly id: string;
  readonly body: unknown;
  readonly authorization: string | undefined;
}

/** A small server over a list of entries, built from the same route constants as the client. */
export interface SampleServer {
  readonly baseUrl: string;
  readonly entries: Entry[];
  /** Every request that reached a route, in order. */
  readonly requests: SampleRequest[];
  readonly faults: Fault[];
  /** Further files by path, for a browser. */
  readonly files: Map<string, { type: string; content: string }>;
  /** Whether the reference's API knows pages. */
  paging: boolean;
  /** Lets a route answer with what the handler gives; undefined is an empty answer, a list can be streamed. */
  serve<Declared extends Route>(
    route: Declared,
    handler: (request: {
      body: RequestBody<Declared>;
      params: Record<string, string>;
      query: Record<string, string>;
      accept: string;
    }) => unknown,
  ): void;
  listen(): Promise<string>;
  close(): Promise<void>;
}

type Handler = (request: {
  body: unknown;
  params: Record<string, string>;
  query: Record<string, string>;
  accept: string;
}) => unknown;

export function createSampleServer(count = 0): SampleServer {
  const app = fastify({ bodyLimit: 64 * 1024 * 1024, forceCloseConnections: true });
  const entries = Array.from({ length: count }, (_, index) => sampleEntry(index));
  const faults: Fault[] = [];
  const requests: SampleRequest[] = [];
  const files: SampleServer['files'] = new Map();
  const handlers = new Map<string, Handler>();
  let baseUrl = '';

  app.setErrorHandler((error: Error, _, reply) => {
    const known =
      error instanceof SojournError ? error : new SojournError('request-invalid', { detail: error.message });
    return reply.code(known.status).type('application/problem+json').send(JSON.stringify(known.toProblem()));
  });
  app.addContentTypeParser(rowsMediaType, { parseAs: 'buffer' }, (_, body, done) => {
    done(null, decodeRowsDocument(body as Buffer));
  });
  app.addContentTypeParser('application/x-ndjson', { parseAs: 'string' }, (_, body, done) => {
    done(
      null,
      String(body)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    );
  });
  app.get('/*', async (request, reply) => {
    const file = files.get(request.url);
    if (file === undefined) return reply.code(404).send();
    return reply
      .type(file.type)
      .header('content-security-policy', "default-src 'none'; script-src 'self'; connect-src 'self'")
      .send(file.content);
  });

  for (const route of allRoutes) {
    app.route({
      method: route.method,
      url: route.path,
      handler: async (request, reply) => {
        requests.push({ id: route.id, body: request.body, authorization: request.headers.authorization });
        const fault = faults.shift();
        if (fault === 'hang') return reply.hijack();
        if (typeof fault === 'object') {
          return reply
            .code(fault.answer)
            .headers(fault.headers ?? {})
            .send(fault.body ?? '');
        }
        const handler = handlers.get(route.id);
        if (handler === undefined) throw new SojournError('not-found');
        checkBody(route, request.body);
        const answer = await handler({
          body: request.body,
          params: request.params as Record<string, string>,
          query: request.query as Record<string, string>,
          accept: request.headers.accept ?? '',
        });
        if (fault === 'drop-answer') {
          request.raw.socket.destroy();
          return reply.hijack();
        }
        if (request.headers.accept === 'application/x-ndjson' && Array.isArray(answer)) {
          return sendLines(reply.hijack().raw, answer, fault === 'break-stream');
        }
        return answer === undefined ? reply.code(route.status ?? 200).send('') : answer;
      },
    });
  }

  const server: SampleServer = {
    get baseUrl() {
      return baseUrl;
    },
    entries,
    requests,
    faults,
    files,
    paging: true,
    serve(route, handler) {
      handlers.set(route.id, handler as Handler);
    },
    async listen() {
      baseUrl = await app.listen({ host: '127.0.0.1', port: 0 });
      return baseUrl;
    },
    close: () => app.close(),
  };
  serveEntries(server);
  return server;
}

function checkBody(route: Route, body: unknown): void {
  const issues = route.body?.safeParse(body).error?.issues ?? [];
  if (issues.length === 0) return;
  throw new SojournError('request-invalid', {
    errors: issues.map(({ path }) => ({ path: path.join('.'), code: 'invalid' })),
  });
}

function sendLines(raw: import('node:http').ServerResponse, lines: unknown[], breaks: boolean): void {
  raw.writeHead(200, { 'content-type': 'application/x-ndjson' });
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  if (!breaks) {
    raw.end(text);
    return;
  }
  raw.write(text.slice(0, text.length / 2), () => raw.destroy());
}

/** An entry whose time and id grow with its number. */
export function sampleEntry(number: number): Entry {
  return {
    _id: { $oid: (0x60000000 + number).toString(16).padStart(24, '0') },
    user_id: { $uuid: 'a42edbb7bacb4b009ebb7739af272d77' },
    metadata: { key: 'background/location', platform: 'android', write_ts: 1_718_000_000.25 + number },
    data: { ts: 1_718_000_000 + number, latitude: 48.5 + number / 1000, note: 'crème\nbrûlée' },
  };
}

/** The routes over entries: enough of a server for a client to page through and to upload to. */
function serveEntries(server: SampleServer): void {
  const { entries } = server;
  const page = (size: number, cursor: string | null | undefined) => {
    const from = cursor === null || cursor === undefined ? 0 : Number(cursor);
    const to = from + size;
    return { items: entries.slice(from, to), cursor: to < entries.length ? String(to) : null };
  };
  server.serve(publicRoutes.queryEntries, ({ body, accept }) => {
    if (accept === 'application/x-ndjson') return entries;
    const { items, cursor } = page(body.pageSize ?? 1000, body.cursor);
    return { entries: items, cursor };
  });
  server.serve(publicRoutes.countEntries, () => ({ count: entries.length }));
  server.serve(referenceRoutes.findEntries, ({ body }) => {
    if (!server.paging || body.page_size === undefined) return { phone_data: entries };
    const { items, cursor } = page(body.page_size, body.cursor);
    return { phone_data: items, cursor };
  });
  const store = (entry: PhoneEntry) => {
    const { key, type, write_ts } = entry.metadata;
    const hash = createHash('sha256').update(`${type} ${key} ${write_ts}`).digest('hex');
    const known = entries.findIndex(({ _id }) => _id.$oid === hash.slice(0, 24));
    const stored = { _id: { $oid: hash.slice(0, 24) }, user_id: null, ...entry };
    if (known === -1) entries.push(stored);
    else entries[known] = stored;
  };
  server.serve(referenceRoutes.usercachePut, ({ body }) => {
    const bad = body.phone_to_server.findIndex(({ data }) => 'bad' in data);
    for (const [index, entry] of body.phone_to_server.entries()) if (index !== bad) store(entry);
    return bad === -1
      ? undefined
      : { quarantined: [{ index: bad, code: 'entry-field-invalid', path: 'data.bad' }] };
  });
}

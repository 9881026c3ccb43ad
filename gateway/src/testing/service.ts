import { createHash } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

/** What a {@link TestService} answers about a request. */
export interface Echo {
  readonly service: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly bytes: number;
  readonly sha256: string;
}

/** A service to put behind the gateway in tests: echoes requests, and misbehaves on request. */
export interface TestService {
  readonly url: string;
  readonly port: number;
  /** Every request that arrived, such as `GET /v2/streams`, health checks left out. */
  readonly seen: string[];
  /** Requests whose answer has not ended. */
  readonly underWay: () => number;
  /** Resolves when no request is under way. */
  readonly idle: () => Promise<void>;
  /** What `/healthz` answers. */
  healthy: boolean;
  close(): Promise<void>;
}

/**
 * Starts a service. By path: `/…/hang` never answers, `/…/events` sends one event and stays open,
 * `/…/download?bytes=n` sends that much, `/…/reset` cuts the connection, `/…/early` answers before it reads,
 * `/…/half` cuts its answer in the middle, `/…/me` takes the token for the role; everything else is echoed.
 */
export async function startService(
  name = 'service',
  listen: { readonly port?: number; readonly path?: string } = { port: 0 },
): Promise<TestService> {
  const seen: string[] = [];
  const open = new Set<ServerResponse>();
  let whenIdle: (() => void)[] = [];
  const server = http.createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    if (request.url === '/healthz') {
      response.writeHead(service.healthy ? 200 : 503).end();
      return;
    }
    seen.push(`${request.method} ${request.url}`);
    open.add(response);
    response.once('close', () => {
      open.delete(response);
      if (open.size > 0) return;
      for (const resolve of whenIdle) resolve();
      whenIdle = [];
    });
    answer(name, request, response);
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    socket.on('message', (data, isBinary) => socket.send(isBinary ? data : `${request.url} ${String(data)}`));
  });
  await new Promise<void>((resolve) => {
    if (listen.path === undefined) server.listen(listen.port, '127.0.0.1', resolve);
    else server.listen(listen.path, resolve);
  });
  const port = listen.path === undefined ? (server.address() as AddressInfo).port : 0;
  const service: TestService = {
    url: listen.path === undefined ? `http://127.0.0.1:${port}` : `unix:${listen.path}`,
    port,
    seen,
    underWay: () => open.size,
    idle: () => new Promise((resolve) => (open.size === 0 ? resolve() : whenIdle.push(resolve))),
    healthy: true,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        sockets.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return service;
}

function answer(name: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://service');
  switch (url.pathname.split('/').at(-1)) {
    case 'hang':
      request.resume();
      return;
    case 'reset':
      request.socket.destroy();
      return;
    case 'events':
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: first\n\n');
      return;
    case 'me':
      whoIs(request.headers.authorization, response);
      return;
    case 'early':
      response.writeHead(409, { 'content-length': '5' }).end('early');
      return;
    case 'half':
      response.writeHead(200, { 'content-length': '1000' }).write('half', () => response.destroy());
      return;
    case 'download':
      download(Number(url.searchParams.get('bytes')), response);
      return;
    default:
      echo(name, request, response);
  }
}

const chunk = Buffer.alloc(65_536, 'sojourn ');

function download(bytes: number, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/octet-stream' });
  let left = bytes;
  const more = (): void => {
    while (left > 0) {
      const part = chunk.subarray(0, Math.min(left, chunk.length));
      left -= part.length;
      if (!response.write(part)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  more();
}

function echo(name: string, request: IncomingMessage, response: ServerResponse): void {
  const hash = createHash('sha256');
  let bytes = 0;
  request.on('data', (data: Buffer) => {
    bytes += data.length;
    hash.update(data);
  });
  request.on('error', () => {});
  request.on('end', () => {
    const { method, url, headers } = request;
    const body = JSON.stringify({ service: name, method, url, headers, bytes, sha256: hash.digest('hex') });
    response
      .writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'x-powered-by': 'test',
      })
      .end(body);
  });
}

function whoIs(authorization: string | undefined, response: ServerResponse): void {
  const role = authorization?.replace('Bearer ', '');
  if (role === undefined) {
    response.writeHead(401, { 'content-type': 'application/problem+json' }).end('{"code":"token-missing"}');
  } else {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ role }));
  }
}

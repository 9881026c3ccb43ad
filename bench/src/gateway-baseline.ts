import { randomUUID } from 'node:crypto';
import proxy from '@fastify/http-proxy';
import { fastify } from 'fastify';
import { pino } from 'pino';

const { UPSTREAM: upstream = '' } = process.env;

// The features of the gateway's pipeline with what Fastify offers for each: request id, rate limit, body limit,
// response headers, one log line per request, health.
const app = fastify({
  bodyLimit: 209_715_200,
  disableRequestLogging: true,
  genReqId: () => randomUUID(),
  logger: {
    level: 'info',
    stream: pino.destination({ dest: 2, sync: false, minLength: 8192, periodicFlush: 250 }),
  },
});
const counters = new Map<string, { count: number; until: number }>();
app.addHook('onRequest', async (request, reply) => {
  const now = Date.now();
  let counter = counters.get(request.ip);
  if (counter === undefined || counter.until < now) {
    counter = { count: 0, until: now + 60_000 };
    counters.set(request.ip, counter);
  }
  counter.count += 1;
  if (counter.count > 100_000_000) {
    reply.code(429).header('retry-after', '60');
    throw new Error('rate limited');
  }
});
app.addHook('onSend', async (request, reply) => {
  reply.headers({
    'x-request-id': request.id,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  });
});
app.addHook('onResponse', async (request, reply) => {
  const [path] = request.url.split('?');
  request.log.info({ method: request.method, path, status: reply.statusCode, ms: reply.elapsedTime });
});
app.get('/-/health', async () => ({ status: (await fetch(`${upstream}/healthz`)).ok ? 'ok' : 'degraded' }));
await app.register(proxy, {
  upstream,
  http2: false,
  replyOptions: {
    rewriteRequestHeaders: (request, headers) => ({ ...headers, 'x-request-id': request.id }),
  },
});
await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${JSON.stringify({ ready: app.server.address() })}\n`);

import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import { createHttpServer, type createLogger, type HttpServer } from '@sojourn/service-kit';

export interface WebappOptions {
  readonly logger: ReturnType<typeof createLogger>;
  /** Folder of the compiled scripts; the package's own when left out. */
  readonly scripts?: string;
}

const publicFolder = fileURLToPath(new URL('../public', import.meta.url));
const scriptsFolder = fileURLToPath(new URL('../dist/page', import.meta.url));

/** Everything the page loads or calls is on its own origin, and nobody else may frame it. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A static server for the web page: the page, its scripts and `/healthz`, nothing else. */
export async function createWebappServer(options: WebappOptions): Promise<HttpServer> {
  const app = createHttpServer({ logger: options.logger, trustGateway: true });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('content-security-policy', contentSecurityPolicy);
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
  });
  // Without a wildcard there is a route for each file, and everything else is simply not found.
  const common = { wildcard: false, cacheControl: false, setHeaders: revalidate };
  await app.register(fastifyStatic, { ...common, root: publicFolder });
  await app.register(fastifyStatic, {
    ...common,
    root: options.scripts ?? scriptsFolder,
    prefix: '/page/',
    decorateReply: false,
    globIgnore: ['**/*.d.ts', '**/*.map', '**/*.test.js', '**/.tsbuildinfo'],
  });
  return app;
}

/** A new release must show at once; an unchanged file costs one 304. */
function revalidate(reply: { setHeader(name: string, value: string): unknown }): void {
  reply.setHeader('cache-control', 'no-cache');
}

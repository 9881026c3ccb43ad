import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic, { type FastifyStaticOptions } from '@fastify/static';
import { createHttpServer, type createLogger, type HttpServer } from '@sojourn/service-kit';
import { type WebappConfig, webappSettings } from './config.js';
import { contentSecurityPolicy } from './content-security-policy.js';

export interface WebappOptions {
  readonly config: WebappConfig;
  readonly logger: ReturnType<typeof createLogger>;
  /** Folder of the built page; the package's own when left out. */
  readonly page?: string;
  /** Folder of the basemap and the gazetteer; the package's own when left out. */
  readonly geography?: string;
}

/** Addresses that the page shows something at; the page itself reads the rest of the address. */
export const pagePaths = ['/', '/labels', '/dashboard', '/data', '/operator'] as const;

const builtPage = fileURLToPath(new URL('../dist/page', import.meta.url));
const builtGeography = fileURLToPath(new URL('../dist/geography', import.meta.url));

/**
 * A static server for the web page: the page, its scripts, its geography, its settings and `/healthz`, nothing else. The
 * gateway lets operators alone through to the settings.
 */
export async function createWebappServer(options: WebappOptions): Promise<HttpServer> {
  const { streets } = options.config;
  const page = options.page ?? builtPage;
  const app = createHttpServer({ logger: options.logger, trustGateway: true });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('content-security-policy', contentSecurityPolicy);
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
  });
  const common = { cacheControl: false, preCompressed: true } satisfies Partial<FastifyStaticOptions>;
  // Without a wildcard there is a route for each file, and everything else is simply not found.
  await app.register(fastifyStatic, {
    ...common,
    root: page,
    wildcard: false,
    globIgnore: ['**/*.gz', '**/*.br', '**/*.map', 'index.html'],
    setHeaders: (reply, path) => cacheFor(reply, path.includes('/assets/') ? FOREVER : REVALIDATE),
  });
  await app.register(fastifyStatic, {
    ...common,
    root: options.geography ?? builtGeography,
    prefix: '/geography/',
    decorateReply: false,
    setHeaders: (reply) => cacheFor(reply, A_DAY),
  });
  app.get('/geography/sources.json', (_request, reply) => {
    cacheFor(reply.raw, REVALIDATE);
    return { streets: streets !== undefined };
  });
  const settings = webappSettings(options.config);
  app.get('/v2/settings/webapp', (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return { settings };
  });
  if (streets !== undefined) {
    const archive = resolve(streets);
    app.get('/geography/streets.pmtiles', (_request, reply) =>
      reply.sendFile(basename(archive), dirname(archive)),
    );
  }
  for (const path of pagePaths) {
    app.get(path, (_request, reply) => reply.sendFile('index.html', page));
  }
  return app;
}

/** Names of assets change with their content. */
const FOREVER = 'public, max-age=31536000, immutable';
const A_DAY = 'public, max-age=86400';
/** A new release must show at once; an unchanged file costs one 304. */
const REVALIDATE = 'no-cache';

function cacheFor(reply: { setHeader(name: string, value: string): unknown }, value: string): void {
  reply.setHeader('cache-control', value);
}

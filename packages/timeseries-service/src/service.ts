import cookie from '@fastify/cookie';
import type { StreamRegistry } from '@sojourn/datamodel';
import {
  createHttpServer,
  createLogger,
  createServiceTokenAuthority,
  type HttpServer,
  type ServiceTokenAuthority,
} from '@sojourn/service-kit';
import type { Logger } from 'pino';
import { createCallers, createRateLimiter, createSessions, createTokenRule } from './callers/index.js';
import { scheduleCompaction } from './compaction.js';
import { isLocal, type TimeseriesServiceConfig } from './config.js';
import { readStudy } from './deployment/index.js';
import { rootKeyFile } from './keys/index.js';
import { Mover, openMovableEngine, Presence } from './migration/index.js';
import { createRegister } from './registration.js';
import {
  acceptCompressedBodies,
  createMetrics,
  guardInternalRoutes,
  guardPublicRoutes,
  internalRoutes,
  publicRoutes,
  type RouteContext,
} from './routes/index.js';
import { openStore, type TimeseriesStore } from './timeseries/index.js';

/** The service before it listens: two servers over one store. */
export interface TimeseriesService {
  /** For phones, browsers and scripts. */
  readonly public: HttpServer;
  /** For our own services, with a token of `authority`. */
  readonly internal: HttpServer;
  readonly store: TimeseriesStore;
  readonly authority: ServiceTokenAuthority;
  /** Answers what is under way, then closes the store. */
  close(): Promise<void>;
}

/** What the service is given from outside. */
export interface ServiceSurroundings {
  readonly logger?: Logger;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  /** Streams whose entries are checked; default those of the platform. */
  readonly streams?: StreamRegistry;
  /** The service has the process to itself, so the process's own figures are its figures. */
  readonly ownProcess?: boolean;
  /** Milliseconds between the signs of life that processes on a shared engine give each other; default 10 000. */
  readonly presenceInterval?: number;
  /** The servers can say what their routes declare, for `openApiDocument`; default false. */
  readonly documented?: boolean;
}

/**
 * Opens the store and builds both servers.
 * @throws SojournError `store-in-use`, `format-too-new`, `key-file-unsafe`, `config-invalid`
 */
export async function createTimeseriesService(
  config: TimeseriesServiceConfig,
  surroundings: ServiceSurroundings = {},
): Promise<TimeseriesService> {
  const clock = surroundings.clock ?? Date.now;
  const study = config.studyConfig === undefined ? undefined : await readStudy(config.studyConfig);
  const accepts = createTokenRule({ mode: config.auth, secrets: config.authSecrets, study });
  const { streams } = surroundings;
  let { logger } = surroundings;
  const engine = await openMovableEngine(config);
  const presence = await Presence.announce(engine, surroundings.presenceInterval).catch(
    async (error: unknown) => {
      await engine.close();
      throw error;
    },
  );
  const mover = new Mover(engine, presence);
  const store = await openStore({
    folder: config.data,
    engine,
    rootKey: rootKeyFile(config.rootKeyFile),
    clock,
    compaction: config.compactSeconds > 0,
    onDamage: (person, damage) => logger?.error({ person, damage }, 'damage found'),
    ...(streams === undefined ? {} : { streams }),
  });
  try {
    const authority = await createServiceTokenAuthority(config.serviceTokenFile, clock);
    logger ??= createLogger({
      name: 'timeseries',
      level: config.logLevel,
      personKey: store.purposeKey('log'),
    });
    const sessions = createSessions(store.purposeKey('session'), config.sessionSeconds, clock);
    const rate = createRateLimiter({ burst: config.personBurst, perSecond: config.personRate }, clock);
    const callers = createCallers({ directory: store.directory, accepts, study, sessions, rate });
    const metrics = createMetrics(store, surroundings.ownProcess ?? false);
    const register = createRegister(store, clock);
    const context: RouteContext = {
      ...{ config, store, mover, callers, sessions, study, register, metrics, clock },
    };
    const servers = await buildServers(context, logger, authority, surroundings.documented ?? false);
    const compaction = scheduleCompaction(store, config.compactSeconds, logger);
    return {
      ...servers,
      store,
      authority,
      async close() {
        await Promise.all([servers.public.close(), servers.internal.close()]);
        await compaction.stop();
        await mover.stop();
        metrics.close();
        await presence.leave();
        await store.close();
      },
    };
  } catch (error) {
    await presence.leave();
    await store.close();
    throw error;
  }
}

async function buildServers(
  context: RouteContext,
  logger: Logger,
  authority: ServiceTokenAuthority,
  documented: boolean,
) {
  const { config, metrics } = context;
  const options = {
    logger,
    collapseSlashes: true,
    health: { store: async () => void (await context.store.figures()) },
  };
  const publicServer = createHttpServer({ ...options, trustGateway: isLocal(config.publicAddress) });
  const internalServer = createHttpServer({ ...options, trustGateway: true });
  for (const server of [publicServer, internalServer]) acceptCompressedBodies(server);
  if (documented) {
    const { documentRoutes } = await import('./openapi.js');
    await documentRoutes(publicServer, 'public');
    await documentRoutes(internalServer, 'internal');
  }
  metrics.observe(publicServer, 'public');
  metrics.observe(internalServer, 'internal');

  await publicServer.register(cookie);
  guardPublicRoutes(publicServer, context.callers);
  publicRoutes(publicServer, context);
  guardInternalRoutes(internalServer, authority);
  internalRoutes(internalServer, context);
  await Promise.all([publicServer.ready(), internalServer.ready()]);
  return { public: publicServer, internal: internalServer };
}

import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import type { CertificateFiles, Configuration } from './configuration/index.js';
import { createOriginReader } from './exchange/index.js';
import { Forwarder } from './forwarding/index.js';
import { buildHostRouter, gatewaySettings, readConfiguration, redirectHostLog } from './host/index.js';
import { createMetricsServer, GatewayMetrics } from './metrics/index.js';
import { log, metricsPolicy, type PolicyContext, RateLimits } from './policies/index.js';
import { compileRouteTable, dispatch, type Routing } from './routing/index.js';
import { Certificates, listen, Port } from './server/index.js';
import { ServiceDirectory, type Services } from './services/index.js';

/** How to start a gateway. */
export interface GatewayOptions {
  /** Path of `gateway.config.yml`; `system.config.yml` lies beside it. */
  readonly file: string;
  readonly logger: Logger;
  /** Turns the `http` listener into a TLS one with this certificate. */
  readonly tls?: CertificateFiles;
}

/** A running gateway. */
export interface Gateway {
  /** Where it listens, such as `http://127.0.0.1:8080`. */
  readonly urls: readonly string[];
  /** Where the metrics are served, if they are. */
  readonly metricsUrl: string | undefined;
  /**
   * Reads the configuration again and uses it for all requests that come after. Ports and server limits stay.
   *
   * @throws Error when the configuration is not valid; the one in use stays in use
   */
  reload(): Promise<void>;
  /** Stops listening, lets requests under way finish, closes everything. */
  close(): Promise<void>;
}

/**
 * Starts a gateway.
 *
 * @throws Error when the configuration is not valid or a port cannot be bound; nothing listens then
 */
export async function createGateway({ file, logger, tls }: GatewayOptions): Promise<Gateway> {
  redirectHostLog(logger);
  const directory = new ServiceDirectory(logger);
  const metrics = new GatewayMetrics();
  const shared = { metrics, logger, rateLimits: new RateLimits(), forwarder: new Forwarder(metrics) };
  let services: Services = new Map();

  const build = async (configuration: Configuration): Promise<Routing> => {
    const prepared = directory.prepare(configuration.serviceEndpoints);
    const context: PolicyContext = {
      ...shared,
      services: prepared,
      settingsInForce: () =>
        gatewaySettings(configuration, { file, logLevel: logger.level, certificate: tls?.cert ?? null }),
    };
    const routing: Routing = {
      prefixes: configuration.prefixes,
      originOf: createOriginReader(configuration.trustedProxies),
      routes: compileRouteTable(configuration, { context }),
      host: await buildHostRouter(configuration, context),
      unrouted: [metricsPolicy.bind({}, context), log.bind({ segments: 0 }, context)],
    };
    services = prepared;
    directory.use(prepared);
    return routing;
  };

  const configuration = readConfiguration(file);
  const ports = planPorts(configuration, tls).map(({ address, files }) => {
    const certificates = files === undefined ? undefined : new Certificates(files, logger);
    const port = new Port(configuration.server, certificates, (request, response, upgrade) => {
      try {
        dispatch(routing, request, response, upgrade);
      } catch (error) {
        // A fault of ours in one request must not end the others.
        logger.error({ reason: (error as Error).message }, 'a request has failed in the gateway');
        if (response.headersSent) response.destroy();
        else response.writeHead(500, { connection: 'close' }).end();
      }
    });
    return { port, address };
  });
  let routing = await build(configuration);
  const metricsServer = createMetricsServer(() =>
    metrics.text(
      services,
      ports.map(({ port }) => port.figures),
    ),
  );
  const close = async (): Promise<void> => {
    await Promise.all(ports.map(({ port }) => port.close()));
    metricsServer.close();
    metricsServer.closeAllConnections();
    directory.close();
  };
  try {
    for (const { port, address } of ports) await port.listen(address);
    if (configuration.metrics !== undefined) await listen(metricsServer, configuration.metrics);
  } catch (error) {
    await close();
    throw error;
  }

  return {
    urls: ports.map(({ port }) => port.url),
    metricsUrl: metricsServer.listening
      ? `http://${configuration.metrics?.hostname}:${(metricsServer.address() as AddressInfo).port}/metrics`
      : undefined,
    async reload() {
      const changed = readConfiguration(file);
      routing = await build(changed);
      for (const section of ['http', 'https', 'server', 'metrics'] as const) {
        if (!isDeepStrictEqual(changed[section], configuration[section])) {
          logger.warn({ section }, 'this part of the configuration is only read at the start');
        }
      }
      for (const { port } of ports) port.refreshCertificates();
    },
    close,
  };
}

function planPorts({ http, https }: Configuration, tls: CertificateFiles | undefined) {
  const planned = [];
  if (http !== undefined) planned.push({ address: http, files: tls && { default: tls } });
  if (https !== undefined) planned.push({ address: https, files: https.tls });
  if (planned.length === 0) throw new Error('configuration: there is neither http nor https');
  return planned;
}

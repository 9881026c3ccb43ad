import type { Logger } from 'pino';
import type { ServiceEndpoint } from '../configuration/index.js';
import { Replica } from './replica.js';
import { Service } from './service.js';

/** The services of one configuration by name. */
export type Services = ReadonlyMap<string, Service>;

/** Builds services from configurations; a replica keeps its connections and its health across a reload. */
export class ServiceDirectory {
  readonly #logger: Logger;
  #services: Services = new Map();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /**
   * Prepares the services of a configuration without putting them to use.
   *
   * @throws Error when an address cannot be read
   */
  prepare(endpoints: Readonly<Record<string, ServiceEndpoint>>): Services {
    const services = new Map<string, Service>();
    for (const [name, endpoint] of Object.entries(endpoints)) {
      const { url, urls, ...settings } = endpoint;
      const known = this.#services.get(name);
      const replicas = (urls ?? [url!]).map(
        (address) =>
          known?.replicas.find(
            (replica) =>
              replica.address === address && known.settings.maxConnections === settings.maxConnections,
          ) ?? new Replica(address, settings.maxConnections),
      );
      services.set(name, new Service(name, settings, replicas, this.#logger));
    }
    return services;
  }

  /** Puts prepared services to use: starts their checks, ends those of the services before them. */
  use(services: Services): void {
    const before = this.#services;
    this.#services = services;
    const kept = new Set([...services.values()].flatMap((service) => service.replicas));
    for (const service of before.values()) {
      service.stop();
      for (const replica of service.replicas) if (!kept.has(replica)) retire(replica);
    }
    for (const service of services.values()) service.start();
  }

  /** Ends all checks and closes idle connections. */
  close(): void {
    this.use(new Map());
  }
}

/** Closes a replica once its last request has ended. */
function retire(replica: Replica): void {
  if (replica.active === 0) replica.close();
  else setTimeout(() => retire(replica), 1000).unref();
}

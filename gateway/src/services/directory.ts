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
      const sameLimits =
        known?.settings.timeout === settings.timeout &&
        known.settings.connectTimeout === settings.connectTimeout;
      const replicas = (urls ?? [url!]).map((address) => {
        const kept = sameLimits ? known?.replicas.find((replica) => replica.address === address) : undefined;
        return kept ?? new Replica(address, settings);
      });
      services.set(name, new Service(name, settings, replicas, this.#logger));
    }
    return services;
  }

  /** Puts prepared services to use: starts their checks, ends those of the services before them. */
  use(services: Services): void {
    const kept = new Set([...services.values()].flatMap((service) => service.replicas));
    for (const service of this.#services.values()) {
      service.stop();
      for (const replica of service.replicas) if (!kept.has(replica)) replica.close();
    }
    this.#services = services;
    for (const service of services.values()) service.start();
  }

  /** Ends all checks and closes connections. */
  close(): void {
    this.use(new Map());
  }
}

import type { ServiceSettings } from '../services/index.js';

/** A service of the route table: where its replicas listen and how long the gateway waits for them. */
export interface ServiceEndpoint extends ServiceSettings {
  readonly url?: string;
  readonly urls?: readonly string[];
}

/** Paths, host and methods that lead to a pipeline, in the form of Express Gateway. */
export interface ApiEndpoint {
  readonly host?: string;
  readonly hostRegex?: string;
  readonly paths?: string | readonly string[];
  readonly path?: string | readonly string[];
  readonly pathRegex?: string;
  readonly methods?: string | readonly string[];
}

/** One use of a policy in a pipeline. */
export interface PolicyStep {
  readonly action?: Readonly<Record<string, unknown>>;
  readonly condition?: Readonly<Record<string, unknown>>;
}

/** A policy's name and its steps. */
export type PolicyEntry = Readonly<Record<string, PolicyStep | readonly PolicyStep[] | null>>;

/** What happens to the requests of some API endpoints. */
export interface Pipeline {
  readonly apiEndpoints: readonly string[];
  readonly policies: readonly PolicyEntry[];
}

/** Files of a key pair. */
export interface CertificateFiles {
  readonly key: string;
  readonly cert: string;
}

/** Where a listener is bound; port 0 takes any free one. */
export interface ListenAddress {
  readonly hostname: string;
  readonly port: number;
}

/** TLS: certificates by server name, `default` for all other names. */
export interface TlsListenAddress extends ListenAddress {
  readonly tls: Readonly<Record<string, CertificateFiles>>;
}

/** Limits of the port itself; times in milliseconds. */
export interface ServerSettings {
  /** Longest time until the headers are complete. */
  readonly headersTimeout: number;
  /** Longest time until the body is complete. */
  readonly requestTimeout: number;
  /** Longest silence on a connection with a request under way. */
  readonly idleTimeout: number;
  /** Longest silence between two requests of a connection. */
  readonly keepAliveTimeout: number;
  /** Connections that are served at a time. */
  readonly maxConnections: number;
  /** Connections beyond those that are still answered, with 503; more are closed. */
  readonly maxRefusals: number;
  readonly maxHeaderBytes: number;
  readonly maxHeaders: number;
  /** How long requests under way may take to finish after SIGTERM. */
  readonly drainTimeout: number;
  /** How long connections without a request stay open after SIGTERM: a request may be on its way. */
  readonly drainGrace: number;
  /** How often certificate files are looked at. */
  readonly certificateInterval: number;
}

/** A whole configuration: the route table of Express Gateway and the settings of our data path. */
export interface Configuration {
  readonly http?: ListenAddress;
  readonly https?: TlsListenAddress;
  readonly server: ServerSettings;
  /** Listener of the metrics; absent: no metrics are served. */
  readonly metrics?: ListenAddress;
  readonly trustedProxies: readonly string[];
  readonly prefixes: readonly string[];
  readonly apiEndpoints: Readonly<Record<string, ApiEndpoint | readonly ApiEndpoint[]>>;
  readonly serviceEndpoints: Readonly<Record<string, ServiceEndpoint>>;
  readonly policies: readonly string[];
  readonly pipelines: Readonly<Record<string, Pipeline>>;
}

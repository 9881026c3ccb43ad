import type { Logger } from 'pino';
import type { Replica } from './replica.js';

/** Settings of a service behind the gateway, all times in milliseconds. */
export interface ServiceSettings {
  /** Longest time without a byte from the replica. */
  readonly timeout: number;
  /** Longest time until a connection stands. */
  readonly connectTimeout: number;
  /** Requests under way at one replica; more are refused at once. */
  readonly maxConnections: number;
  readonly health: { readonly path: string; readonly interval: number; readonly timeout: number };
}

/** A service and its replicas: choosing one, ejecting those that fail, taking them back when they are well. */
export class Service {
  readonly name: string;
  readonly settings: ServiceSettings;
  readonly replicas: readonly Replica[];
  readonly #logger: Logger;
  #next = 0;
  #timer: NodeJS.Timeout | undefined;
  #probe: Promise<boolean> | undefined;

  constructor(name: string, settings: ServiceSettings, replicas: readonly Replica[], logger: Logger) {
    this.name = name;
    this.settings = settings;
    this.replicas = replicas;
    this.#logger = logger;
  }

  /** Whether at least one replica is believed to be up. */
  get up(): boolean {
    return this.replicas.some((replica) => replica.healthy);
  }

  /**
   * The replica for the next attempt: the healthy ones in turn, and when none is healthy any of them, since a
   * refused connection costs little and the belief may be out of date.
   *
   * @param failed replicas that this request could not reach
   * @returns undefined when all have failed, `full` when those left have too many requests under way
   */
  pick(failed: readonly Replica[]): Replica | 'full' | undefined {
    const { replicas } = this;
    let fallback: Replica | undefined;
    let full = false;
    for (let step = 0; step < replicas.length; step += 1) {
      const replica = replicas[this.#next % replicas.length]!;
      this.#next = (this.#next + 1) % replicas.length;
      if (failed.includes(replica)) continue;
      if (replica.active >= this.settings.maxConnections) full = true;
      else if (replica.healthy) return replica;
      else fallback ??= replica;
    }
    return fallback ?? (full ? 'full' : undefined);
  }

  /** Takes a replica out of turn until a health check succeeds. */
  eject(replica: Replica): void {
    this.#mark(replica, false);
  }

  /**
   * Checks all replicas now; a check under way is shared.
   *
   * @returns whether at least one is well
   */
  check(): Promise<boolean> {
    this.#probe ??= this.#checkAll().finally(() => {
      this.#probe = undefined;
    });
    return this.#probe;
  }

  /** Starts the periodic checks. */
  start(): void {
    const again = async () => {
      await this.check();
      if (this.#timer !== undefined) this.#timer = setTimeout(again, this.settings.health.interval).unref();
    };
    this.#timer = setTimeout(again, this.settings.health.interval).unref();
  }

  /** Ends the periodic checks. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #checkAll(): Promise<boolean> {
    const { path, timeout } = this.settings.health;
    const results = await Promise.all(
      this.replicas.map(async (replica) => {
        const well = await replica.probe(path, timeout);
        this.#mark(replica, well);
        return well;
      }),
    );
    return results.includes(true);
  }

  #mark(replica: Replica, healthy: boolean): void {
    if (replica.healthy === healthy) return;
    replica.healthy = healthy;
    const about = { service: this.name, replica: replica.address };
    if (healthy) this.#logger.info(about, 'replica is up');
    else this.#logger.warn(about, 'replica is down');
  }
}

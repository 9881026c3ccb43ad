import type { Setting } from '../configuration/index.js';
import type { GatewayRequest, GatewayResponse } from '../exchange/index.js';
import type { Forwarder } from '../forwarding/index.js';
import type { GatewayMetrics } from '../metrics/index.js';
import type { Services } from '../services/index.js';
import type { AccessLogger } from './log.js';
import type { RateLimits } from './rate-limit.js';

/** Whether the request goes on to the next policy, or this one has answered (or will). */
export type Verdict = 'continue' | 'answered';

/** A policy with its parameters: a plain function over a request and its answer. */
export type BoundPolicy = (request: GatewayRequest, response: GatewayResponse) => Verdict | Promise<Verdict>;

/** What policies share: built once by the gateway, given to every policy when it is bound. */
export interface PolicyContext {
  readonly services: Services;
  readonly forwarder: Forwarder;
  readonly rateLimits: RateLimits;
  readonly metrics: GatewayMetrics;
  readonly logger: AccessLogger;
  /** The settings of the gateway itself. */
  readonly settingsInForce: () => readonly Setting[];
}

/** A policy: its name and parameters in the route table, and what it does. */
export interface Policy<Parameters = never> {
  readonly name: string;
  /** JSON Schema of the parameters; defaults in it are filled in before `bind`. */
  readonly parameters: { readonly properties: Record<string, object>; readonly required?: readonly string[] };
  /** Whether it answers every request it sees, so that a pipeline may end with it. */
  readonly ends?: boolean;
  /**
   * Fixes the parameters.
   *
   * @throws Error when they name something that does not exist
   */
  bind(parameters: Parameters, context: PolicyContext): BoundPolicy;
}

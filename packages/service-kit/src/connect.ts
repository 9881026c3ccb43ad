import type { HttpFetch } from '@sojourn/datamodel/client';
import { Agent } from 'undici';
import { formatAddress, parseAddress, socketPath } from './address.js';
import { fetchThrough } from './fetch-through.js';

/** A way to reach one service: what a typed client needs. */
export interface Connection {
  readonly baseUrl: string;
  readonly fetch: HttpFetch;
  /** Ends the idle connections. Requests under way are completed first. */
  close(): Promise<void>;
}

/**
 * Opens a pool of connections to a service at `unix:/path/to.sock` or `host:port`. Time-outs are the
 * caller's, by abort signal: an import or a long stream may rightly take longer than any default.
 * @throws SojournError `config-invalid` when the address is malformed
 */
export function connect(address: string): Connection {
  const parsed = parseAddress(address);
  const agent = new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    ...(parsed.kind === 'unix' ? { connect: { socketPath: socketPath(parsed.path) } } : {}),
  });
  return {
    baseUrl: parsed.kind === 'unix' ? 'http://localhost' : `http://${formatAddress(parsed)}`,
    fetch: fetchThrough(agent),
    close: () => agent.close(),
  };
}

import type { HttpFetch } from '@sojourn/datamodel/client';
import { type Address, formatAddress, parseAddress, socketPath } from './address.js';

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
  // Loaded by the first request: a process that only answers needs no client.
  let opened: Promise<Pool> | undefined;
  const pool = (): Promise<Pool> => {
    opened ??= openPool(parsed);
    return opened;
  };
  return {
    baseUrl: parsed.kind === 'unix' ? 'http://localhost' : `http://${formatAddress(parsed)}`,
    fetch: async (url, init) => (await pool()).fetch(url, init),
    close: async () => (await opened)?.close(),
  };
}

type Pool = Pick<Connection, 'fetch' | 'close'>;

async function openPool(address: Address): Promise<Pool> {
  const [{ Agent }, { fetchThrough }] = await Promise.all([import('undici'), import('./fetch-through.js')]);
  const agent = new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    // Well before our servers close an idle connection (72 s): a request that crosses the closing on a busy machine
    // is lost, and not every request may be sent again.
    keepAliveMaxTimeout: 30_000,
    ...(address.kind === 'unix' ? { connect: { socketPath: socketPath(address.path) } } : {}),
  });
  return { fetch: fetchThrough(agent), close: () => agent.close() };
}

import type { Server } from 'node:net';
import type { ListenAddress } from '../configuration/index.js';

/** Binds a server; rejects when the address cannot be had. */
export function listen(server: Server, { hostname, port }: ListenAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, hostname, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

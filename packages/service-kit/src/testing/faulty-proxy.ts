import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** What a proxy does with what passes through it. */
export type Fault =
  | 'none'
  /** The request arrives, then the connection is reset instead of the answer. */
  | 'answers cut'
  /** Nothing arrives anywhere, and no connection is closed. */
  | 'black hole';

/** A way to a server that can be disturbed. */
export interface FaultyProxy {
  readonly port: number;
  fault: Fault;
  close(): Promise<void>;
}

/** @param target port of the server, on loopback */
export async function startFaultyProxy(target: number): Promise<FaultyProxy> {
  const sockets = new Set<Socket>();
  const proxy = { fault: 'none' as Fault };
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (bytes) => {
      if (proxy.fault !== 'black hole') upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (proxy.fault === 'none') client.write(bytes);
      else if (proxy.fault !== 'black hole') client.resetAndDestroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(proxy, {
    port: (server.address() as { port: number }).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  });
}

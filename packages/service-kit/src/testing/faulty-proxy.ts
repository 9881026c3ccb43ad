import { once } from 'node:events';
import { connect, createServer, type NetConnectOpts, type Socket } from 'node:net';

/** What a proxy does with what passes through it. */
export type Fault =
  | 'none'
  /** The request arrives, then the connection is reset instead of the answer. */
  | 'answers cut'
  /** Half of what the client first sends arrives, then both sides are reset. */
  | 'requests cut'
  /** The request arrives; the client hears nothing, and the server is not told when the client leaves. */
  | 'half-open'
  /** Nothing arrives anywhere, and no connection is closed. */
  | 'black hole'
  /** What the client sends is not even read, so that it cannot get rid of it, and no connection is closed. */
  | 'deaf'
  /** Every piece arrives later, either way. */
  | 'late'
  /** The request arrives byte by byte. */
  | 'trickle';

/** A way to a server that can be disturbed. */
export interface FaultyProxy {
  /** On loopback. */
  readonly port: number;
  /** The fault of all connections now, or of each by its number from 0, in the order in which they were opened. */
  fault: Fault | ((connection: number) => Fault);
  close(): Promise<void>;
}

const lateMs = 40;
const trickleMs = 20;

/** @param target where the server listens */
export async function startFaultyProxy(target: NetConnectOpts): Promise<FaultyProxy> {
  const sockets = new Set<Socket>();
  const proxy: Pick<FaultyProxy, 'fault'> = { fault: 'none' };
  let connections = 0;
  const server = createServer((client) => {
    const number = connections++;
    const fault = () => (typeof proxy.fault === 'function' ? proxy.fault(number) : proxy.fault);
    const upstream = connect(target);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        if (socket === client && fault() === 'half-open') return;
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (bytes) => sendRequest(fault(), bytes, client, upstream));
    upstream.on('data', (bytes) => sendAnswer(fault(), bytes, client));
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

function sendRequest(fault: Fault, bytes: Buffer, client: Socket, upstream: Socket): void {
  switch (fault) {
    case 'black hole':
      return;
    case 'deaf':
      client.pause();
      return;
    case 'requests cut':
      upstream.write(bytes.subarray(0, bytes.length >> 1), () => {
        client.resetAndDestroy();
        upstream.destroy();
      });
      return;
    case 'late':
      setTimeout(() => upstream.write(bytes), lateMs);
      return;
    case 'trickle':
      trickle(bytes, client, upstream);
      return;
    default:
      upstream.write(bytes);
  }
}

function sendAnswer(fault: Fault, bytes: Buffer, client: Socket): void {
  switch (fault) {
    case 'black hole':
    case 'half-open':
    case 'deaf':
      return;
    case 'answers cut':
    case 'requests cut':
      client.resetAndDestroy();
      return;
    case 'late':
      setTimeout(() => client.write(bytes), lateMs);
      return;
    default:
      client.write(bytes);
  }
}

function trickle(bytes: Buffer, client: Socket, upstream: Socket): void {
  client.pause();
  let sent = 0;
  const timer = setInterval(() => {
    if (upstream.destroyed || sent === bytes.length) {
      clearInterval(timer);
      client.resume();
    } else upstream.write(bytes.subarray(sent, ++sent));
  }, trickleMs);
}

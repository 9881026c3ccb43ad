import type { ClientRequest } from 'node:http';
import net, { type Socket } from 'node:net';
import tls from 'node:tls';
import type { ReplicaTarget } from './address.js';

/** Time limits of connections, in milliseconds. */
export interface ConnectionLimits {
  /** Longest time until a connection stands. */
  readonly connectTimeout: number;
  /** Longest time without a byte either way. */
  readonly timeout: number;
}

/** With which a request ends when its connection has been silent for too long. */
export class ConnectionTimeout extends Error {
  /** Whether the connection stood at all. */
  readonly connected: boolean;

  constructor(connected: boolean) {
    super(connected ? 'no byte from the replica in time' : 'no connection to the replica in time');
    this.connected = connected;
  }
}

/** A socket as Node's HTTP client marks it. */
type ClientSocket = Socket & {
  _httpMessage?:
    | (ClientRequest & { shouldKeepAlive: boolean; res?: { headers: NodeJS.Dict<unknown> } })
    | null;
};

interface FreeConnection {
  readonly socket: ClientSocket;
  /** Milliseconds of the monotonic clock after which the replica may be about to close it. */
  readonly until: number;
}

const maxFree = 64;
// Given up after this part of the time for which the replica says it keeps them: a request that crosses the closing on
// a busy machine is lost, and not every request may be sent again.
const usedPart = 0.5;

/**
 * The connections to one replica, in the role of an `http.Agent`: each is used again as long as the replica keeps
 * it open. Node's own agent serves any number of hosts and sets the time-outs anew for every request, which costs
 * as much as all policies together; here there is one host, and a connection has one time-out for life.
 */
export class Connections {
  readonly protocol: string;
  readonly defaultPort: number;
  // Read by Node's HTTP client.
  readonly keepAlive = true;
  readonly maxSockets = Number.POSITIVE_INFINITY;
  readonly options = Object.freeze({});
  readonly #target: ReplicaTarget;
  readonly #limits: ConnectionLimits;
  readonly #free: FreeConnection[] = [];
  #closed = false;

  constructor(target: ReplicaTarget, limits: ConnectionLimits) {
    this.protocol = target.protocol;
    this.defaultPort = target.protocol === 'https:' ? 443 : 80;
    this.#target = target;
    this.#limits = limits;
  }

  /** Gives a request its connection; called by Node's HTTP client. */
  addRequest(request: ClientRequest): void {
    const socket = this.#take();
    if (socket === undefined) {
      request.onSocket(this.#connect());
      return;
    }
    request.reusedSocket = true;
    socket.ref();
    request.onSocket(socket);
  }

  /** Closes connections without a request; the next request gets a new one. */
  closeFree(): void {
    for (const { socket } of this.#free.splice(0)) socket.destroy();
  }

  /** Closes connections without a request now, the others when their request has ended. */
  close(): void {
    this.#closed = true;
    this.closeFree();
  }

  #take(): ClientSocket | undefined {
    const now = performance.now();
    for (let last = this.#free.pop(); last !== undefined; last = this.#free.pop()) {
      if (last.socket.writable && now < last.until) return last.socket;
      last.socket.destroy();
    }
    return undefined;
  }

  #connect(): ClientSocket {
    const { connectTimeout, timeout } = this.#limits;
    const socket: ClientSocket = connect(this.#target);
    socket.setTimeout(connectTimeout);
    let connected = false;
    socket.once(this.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      connected = true;
      socket.setTimeout(timeout);
    });
    socket.on('timeout', () => {
      const request = socket._httpMessage;
      if (request) request.destroy(new ConnectionTimeout(connected));
      else socket.destroy();
    });
    // Node's client listens for errors only while a request is under way.
    socket.on('error', () => {});
    socket.on('free', () => this.#release(socket));
    socket.on('close', () => {
      const index = this.#free.findIndex((free) => free.socket === socket);
      if (index !== -1) this.#free.splice(index, 1);
    });
    return socket;
  }

  #release(socket: ClientSocket): void {
    const request = socket._httpMessage;
    const kept = usableFor(request?.res?.headers['keep-alive']);
    if (
      !request?.shouldKeepAlive ||
      !socket.writable ||
      kept <= 0 ||
      this.#closed ||
      this.#free.length >= maxFree
    ) {
      socket.destroy();
      return;
    }
    socket._httpMessage = null;
    socket.unref();
    this.#free.push({ socket, until: performance.now() + kept });
  }
}

/** How long a free connection may be used again, from the replica's `Keep-Alive: timeout=…` in seconds. */
function usableFor(header: unknown): number {
  const seconds = typeof header === 'string' ? /timeout=(\d+)/.exec(header)?.[1] : undefined;
  return seconds === undefined ? Number.POSITIVE_INFINITY : Number(seconds) * 1000 * usedPart;
}

function connect(target: ReplicaTarget): Socket {
  if ('socketPath' in target) return net.connect({ path: target.socketPath });
  const options = { host: target.hostname, port: Number(target.port), noDelay: true, keepAlive: true };
  if (target.protocol === 'http:') return net.connect(options);
  return tls.connect({
    ...options,
    ...(net.isIP(target.hostname) === 0 ? { servername: target.hostname } : {}),
  });
}

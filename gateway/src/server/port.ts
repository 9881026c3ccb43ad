import http, { type IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ListenAddress, ServerSettings } from '../configuration/index.js';
import type { PortFigures } from '../metrics/index.js';
import { Admission } from './admission.js';
import type { Certificates } from './certificates.js';
import { answerClientError } from './client-error.js';
import { listen } from './listen.js';

/** Takes a request; `upgrade` is set when the client wants to leave HTTP. */
export type RequestHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  upgrade?: { readonly socket: Duplex; readonly head: Buffer },
) => void;

// How long the other side of a connection that we have ended may take to end it too.
const lingerMs = 2000;

/** A listening port with its limits. */
export class Port {
  readonly #server: http.Server;
  readonly #certificates: Certificates | undefined;
  readonly #upgraded = new Set<Duplex>();
  readonly #sockets = new Set<Socket>();
  /** Connections that have not had a request yet; Node does not count them as idle. */
  readonly #fresh = new Set<Socket>();
  readonly #settings: ServerSettings;
  readonly #admission: Admission;
  #certificateTimer: NodeJS.Timeout | undefined;
  #draining = false;

  constructor(settings: ServerSettings, certificates: Certificates | undefined, handler: RequestHandler) {
    this.#settings = settings;
    this.#admission = new Admission(settings.maxConnections);
    this.#certificates = certificates;
    const options = {
      maxHeaderSize: settings.maxHeaderBytes,
      headersTimeout: settings.headersTimeout,
      requestTimeout: Math.max(settings.requestTimeout, settings.headersTimeout),
      keepAliveTimeout: settings.keepAliveTimeout,
      // Time-outs are only noticed at these checks.
      connectionsCheckingInterval: Math.min(1000, Math.ceil(settings.headersTimeout / 2)),
      insecureHTTPParser: false,
      requireHostHeader: true,
      noDelay: true,
    };
    this.#server =
      certificates === undefined
        ? http.createServer(options)
        : https.createServer({
            ...options,
            ...certificates.default,
            minVersion: 'TLSv1.2',
            ALPNProtocols: ['http/1.1'],
            handshakeTimeout: settings.headersTimeout,
            SNICallback: (name, done) => done(null, certificates.contextOf(name)),
          });
    this.#server.maxHeadersCount = settings.maxHeaders;
    this.#server.maxConnections = settings.maxConnections + settings.maxRefusals;
    this.#server.on('drop', () => this.#admission.dropped());
    this.#server.timeout = settings.idleTimeout;
    this.#server.on('clientError', answerClientError);
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#server.on(certificates === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
      this.#admission.take(socket);
      this.#fresh.add(socket);
      socket.once('close', () => this.#fresh.delete(socket));
    });
    this.#server.on('request', (request, response) => {
      this.#fresh.delete(request.socket);
      if (this.#draining) response.shouldKeepAlive = false;
      if (this.#admission.has(request.socket)) handler(request, response);
      else this.#admission.refuse(request, response);
    });
    this.#server.on('upgrade', (request, socket, head) =>
      this.#upgrade(request, socket as Socket, head, handler),
    );
  }

  /** Binds the port. */
  async listen(address: ListenAddress): Promise<void> {
    await listen(this.#server, address);
    const certificates = this.#certificates;
    if (certificates === undefined) return;
    this.#certificateTimer = setInterval(
      () => this.refreshCertificates(),
      this.#settings.certificateInterval,
    ).unref();
  }

  /** Uses certificate files that have changed for new connections. */
  refreshCertificates(): void {
    if (this.#certificates?.refresh())
      (this.#server as https.Server).setSecureContext(this.#certificates.default);
  }

  /** Address as a URL, such as `https://127.0.0.1:8443`. */
  get url(): string {
    const { address, family, port } = this.#server.address() as AddressInfo;
    const scheme = this.#certificates === undefined ? 'http' : 'https';
    return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }

  /** What there is to count now. */
  get figures(): PortFigures {
    return { connections: this.#sockets.size, refused: this.#admission.refused };
  }

  /**
   * Stops taking connections and waits for the requests under way; what is left after the drain time is cut.
   * Open connections get one more answer, with `Connection: close`: a request may already be on its way when a
   * connection looks idle.
   */
  async close(): Promise<void> {
    this.#draining = true;
    clearInterval(this.#certificateTimer);
    // Not http.Server's close: it cuts idle connections at once.
    const closed = new Promise<void>((resolve) =>
      NetServer.prototype.close.call(this.#server, () => resolve()),
    );
    const idle = setInterval(() => {
      this.#server.closeIdleConnections();
      for (const socket of this.#fresh) if (socket.bytesRead === 0) socket.destroy();
      for (const socket of this.#upgraded) socket.end();
    }, this.#settings.drainGrace);
    const deadline = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, this.#settings.drainTimeout);
    await closed;
    clearInterval(idle);
    clearTimeout(deadline);
    // Ends the checks for time-outs.
    this.#server.close();
  }

  #upgrade(request: IncomingMessage, socket: Socket, head: Buffer, handler: RequestHandler): void {
    this.#fresh.delete(socket);
    this.#upgraded.add(socket);
    socket.once('close', () => this.#upgraded.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('finish', () => {
      // Nobody may be reading any more: without this the end of the other side would never be seen.
      socket.resume();
      setTimeout(() => socket.destroy(), lingerMs).unref();
    });
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.once('finish', () => socket.end());
    if (this.#admission.has(socket)) handler(request, response, { socket, head });
    else this.#admission.refuse(request, response);
  }
}

import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** When to act: on which request, counted from 1, and whether before the service sees it or once it has answered. */
export interface KillPoint {
  readonly request: number;
  readonly when: 'before' | 'after';
}

/** A stretch of wire between two services that ends one of them at a chosen moment. */
export interface KillingProxy {
  /** Where it listens, as `host:port`. */
  readonly address: string;
  /** Counted requests since it was armed. */
  readonly seen: readonly string[];
  /** Counts requests about a person from now on, and acts at the given point of them. */
  arm(person: string, point?: KillPoint, kill?: () => void): void;
  close(): Promise<void>;
}

/** Listens on loopback and passes requests on to `target`, a `host:port`. */
export async function startKillingProxy(target: string): Promise<KillingProxy> {
  const [host, port] = target.split(':') as [string, string];
  let seen: string[] = [];
  let counted = '';
  let point: KillPoint | undefined;
  let kill = (): void => {};

  const server = createServer((incoming, outgoing) => {
    if (!incoming.url!.includes(counted)) {
      passOn(incoming, outgoing);
      return;
    }
    seen.push(`${incoming.method} ${incoming.url}`);
    const isHere = seen.length === point?.request;
    if (isHere && point?.when === 'before') {
      kill();
      incoming.socket.destroy();
      return;
    }
    passOn(incoming, outgoing, isHere ? kill : undefined);
  });

  function passOn(incoming: IncomingMessage, outgoing: ServerResponse, afterwards?: () => void): void {
    const { method, url, headers } = incoming;
    const onwards = request({ host, port, method, path: url, headers }, (answer) => {
      if (afterwards === undefined) {
        outgoing.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(outgoing);
        return;
      }
      answer.resume();
      answer.on('end', () => {
        afterwards();
        incoming.socket.destroy();
      });
    });
    onwards.on('error', () => incoming.socket.destroy());
    incoming.pipe(onwards);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    get seen() {
      return seen;
    },
    arm(person, at, act = () => {}) {
      seen = [];
      counted = person;
      point = at;
      kill = act;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import { connect, type Socket } from 'node:net';

/** A connection on which bytes are written as they are. */
export interface RawConnection {
  readonly socket: Socket;
  write(text: string): void;
  /** Resolves with everything received once it matches. */
  received(pattern: RegExp): Promise<string>;
  /** Resolves with everything received once the other side has closed. */
  closed(): Promise<string>;
}

/** Opens a connection for requests that no HTTP client would send. */
export function rawConnection(port: number): RawConnection {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  let ended = false;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const check of [...waiting]) check();
  };
  socket.setEncoding('latin1');
  socket.on('data', (part: string) => {
    text += part;
    wake();
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    ended = true;
    wake();
  });
  const until = (done: () => boolean) =>
    new Promise<string>((resolve, reject) => {
      const check = () => {
        if (!done() && !ended) return;
        waiting.delete(check);
        if (done()) resolve(text);
        else reject(new Error(`the connection closed after ${JSON.stringify(text)}`));
      };
      waiting.add(check);
      check();
    });
  return {
    socket,
    write: (part) => socket.write(part, 'latin1'),
    received: (pattern) => until(() => pattern.test(text)),
    closed: () => until(() => ended),
  };
}

/** Sends bytes and resolves with all that comes back until the other side closes. */
export function sendRaw(port: number, text: string): Promise<string> {
  const connection = rawConnection(port);
  connection.write(text);
  return connection.closed();
}

/** Status codes of the answers in a stream of bytes. */
export function statusesIn(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}

import { relative } from 'node:path';
import { SojournError } from '@sojourn/datamodel';

/** Where a process listens or where another one is found. */
export type Address =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

// The kernel keeps 108 bytes for a socket's path, the closing zero included (104 on macOS).
const LONGEST_SOCKET_PATH = 103;

/**
 * Reads `unix:/path/to.sock` or `host:port` (`[::1]:0` for IPv6).
 * @throws SojournError `config-invalid`
 */
export function parseAddress(text: string): Address {
  if (text.startsWith('unix:')) {
    const path = text.slice('unix:'.length);
    if (path === '') throw invalid(text);
    return { kind: 'unix', path };
  }
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:/[\]]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port > 65_535) throw invalid(text);
  return { kind: 'tcp', host, port };
}

/** The text form of an address. */
export function formatAddress(address: Address): string {
  if (address.kind === 'unix') return `unix:${address.path}`;
  return `${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
}

/**
 * The path to hand to the kernel: relative to the working directory when the absolute one is too long.
 * @throws SojournError `config-invalid` when both are
 */
export function socketPath(path: string): string {
  if (Buffer.byteLength(path) <= LONGEST_SOCKET_PATH) return path;
  const short = relative(process.cwd(), path);
  if (Buffer.byteLength(short) <= LONGEST_SOCKET_PATH) return short;
  throw new SojournError('config-invalid', {
    detail: `the socket path ${path} is longer than ${LONGEST_SOCKET_PATH} bytes; choose a shorter data folder`,
  });
}

function invalid(text: string): SojournError {
  return new SojournError('config-invalid', {
    detail: `"${text}" is not an address; write unix:/path/to.sock or host:port`,
  });
}

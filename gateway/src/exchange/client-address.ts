import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Where a request came from. */
export interface Origin {
  readonly client: string;
  readonly secure: boolean;
}

/** Reads the origin of a request from its peer and, when the peer is a trusted proxy, from what that says. */
export type OriginReader = (
  peer: string | undefined,
  encrypted: boolean,
  headers: IncomingHttpHeaders,
) => Origin;

/**
 * Makes the reader for a list of trusted proxies, each an address or a network in CIDR form.
 *
 * @throws Error when an entry is neither
 */
export function createOriginReader(trustedProxies: readonly string[]): OriginReader {
  const trusted = new BlockList();
  for (const entry of trustedProxies) addTo(trusted, entry);
  const none = trustedProxies.length === 0;
  const isTrusted = (address: string): boolean => {
    const family = isIP(address);
    return family !== 0 && trusted.check(address, family === 4 ? 'ipv4' : 'ipv6');
  };
  return (peer, encrypted, headers) => {
    const client = plainAddress(peer ?? '');
    if (none || !isTrusted(client)) return { client, secure: encrypted };
    const hops = String(headers['x-forwarded-for'] ?? '')
      .split(',')
      .map((hop) => plainAddress(hop.trim()));
    let furthest = client;
    // The right-most hop that no trusted proxy wrote about another trusted one is the client.
    for (let index = hops.length - 1; index >= 0; index -= 1) {
      const hop = hops[index]!;
      if (isIP(hop) === 0) break;
      furthest = hop;
      if (!isTrusted(hop)) break;
    }
    return { client: furthest, secure: encrypted || headers['x-forwarded-proto'] === 'https' };
  };
}

function addTo(list: BlockList, entry: string): void {
  const [address = '', bits] = entry.split('/');
  const family = isIP(address);
  if (family === 0) throw new Error(`trustedProxies: ${entry} is neither an address nor a network`);
  const type = family === 4 ? 'ipv4' : 'ipv6';
  if (bits === undefined) list.addAddress(address, type);
  else list.addSubnet(address, Number(bits), type);
}

/** An IPv4 address mapped into IPv6 is the same client as the plain one. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}

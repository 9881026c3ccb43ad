import { hostname, networkInterfaces } from 'node:os';

/** Whether a listening address stands for all of the machine's. */
export function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/** Addresses by which other machines of the network reach this one. */
export function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((known) => known ?? [])
    .filter(
      ({ address, internal, family }) => !internal && (family === 'IPv4' || !address.startsWith('fe80')),
    )
    .map(({ address }) => address);
}

/** Names of this machine; a bare one is also announced in the local network, as `.local` (RFC 6762). */
export function ownNames(): string[] {
  const name = hostname();
  return name.includes('.') ? [name] : [name, `${name}.local`];
}

/** Where a replica listens, in the form that Node's HTTP client takes. */
export type ReplicaTarget =
  | { readonly protocol: 'http:' | 'https:'; readonly hostname: string; readonly port: string }
  | {
      readonly protocol: 'http:';
      readonly hostname: 'localhost';
      readonly port: '';
      readonly socketPath: string;
    };

/**
 * Reads the address of a replica: `http://host:port`, `https://host:port`, `host:port` or `unix:/path/to.sock`.
 *
 * @throws Error when the address is none of these, or holds a path, a query or credentials
 */
export function readAddress(address: string): ReplicaTarget {
  if (address.startsWith('unix:')) {
    const socketPath = address.slice('unix:'.length).replace(/^\/\/(?=\/)/, '');
    if (!socketPath.startsWith('/')) throw new Error(`${address}: the path of the socket is not absolute`);
    return { protocol: 'http:', hostname: 'localhost', port: '', socketPath };
  }
  const text = /^[a-z]+:\/\//.test(address) ? address : `http://${address}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new Error(`${address}: not an http, https or unix address`);
  }
  if (url.pathname !== '/' || url.search !== '' || url.username !== '') {
    throw new Error(`${url.protocol}//${url.host}: an address has no path, query or credentials`);
  }
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  return { protocol: url.protocol, hostname, port: url.port || (url.protocol === 'https:' ? '443' : '80') };
}

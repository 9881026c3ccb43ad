import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** Header names that only the gateway may tell a service; whatever a client sent under them is dropped. */
const identityPrefixes = ['eg-', 'x-forwarded-', 'x-consumer-', 'x-sojourn-', 'x-original-', 'x-envoy-'];

const dropped = new Set([
  // Hop-by-hop (RFC 9110 §7.6.1): they end here.
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'proxy-authenticate',
  'te',
  'trailer',
  'trailers',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  // Answered by the server before a policy runs.
  'expect',
  // Identity and routing.
  'forwarded',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'x-request-id',
  'x-rewrite-url',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'proxy',
]);

// A client must not make the gateway drop what frames or addresses the message.
const neverNominated = new Set(['host', 'content-length', 'content-type', 'content-encoding', 'close']);

/** What the gateway itself tells the services about a request. */
export interface ForwardedAs {
  readonly id: string;
  readonly client: string;
  readonly secure: boolean;
}

/**
 * The headers that a service receives: the client's, without hop-by-hop headers (also those that `Connection`
 * names), without anything that claims an identity, without names holding `_` (some servers read it as `-`),
 * and with the gateway's own `x-request-id` and `x-forwarded-*`.
 */
export function serviceHeaders(request: IncomingMessage, as: ForwardedAs): IncomingHttpHeaders {
  const given = request.headers;
  const kept: Record<string, string | string[] | undefined> = {};
  const nominated = given.connection === undefined ? undefined : nominatedHeaders(given.connection);
  for (const name in given) {
    if (dropped.has(name) || nominated?.has(name) || isIdentity(name)) continue;
    kept[name] = given[name];
  }
  if (
    given['content-length'] === undefined &&
    given['transfer-encoding'] === undefined &&
    request.method !== 'GET' &&
    request.method !== 'HEAD'
  ) {
    // Without it Node would frame the missing body as an empty chunked one.
    kept['content-length'] = '0';
  }
  kept['x-request-id'] = as.id;
  kept['x-forwarded-for'] = as.client;
  kept['x-forwarded-proto'] = as.secure ? 'https' : 'http';
  if (given.host !== undefined) kept['x-forwarded-host'] = given.host;
  return kept;
}

function isIdentity(name: string): boolean {
  const first = name.charCodeAt(0);
  // Only names in e… and x… can match a prefix.
  if ((first === 0x65 || first === 0x78) && identityPrefixes.some((prefix) => name.startsWith(prefix)))
    return true;
  return name.includes('_');
}

function nominatedHeaders(connection: string): Set<string> | undefined {
  // The usual values name no header.
  if (connection === 'keep-alive' || connection === 'close') return undefined;
  const names = new Set<string>();
  for (const token of connection.split(',')) {
    const name = token.trim().toLowerCase();
    if (name !== '' && !neverNominated.has(name)) names.add(name);
  }
  return names;
}

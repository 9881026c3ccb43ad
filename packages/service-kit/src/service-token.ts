import { SojournError } from '@sojourn/datamodel';
import { jwtVerify, SignJWT } from 'jose';
import { readOrCreateKeyFile } from './key-file.js';

/** Issuer of every service token. */
export const SERVICE_TOKEN_ISSUER = 'sojourn';

/** What a token allows and for whom it is made. */
export interface ServiceTokenRequest {
  /** Who will present the token, such as `pipeline`. */
  readonly subject: string;
  /** Which service it is for, such as `timeseries`. */
  readonly audience: string;
  /** What it allows, such as `entries:read`. */
  readonly scope: readonly string[];
  /** Lifetime in seconds; default 300. */
  readonly ttl?: number;
}

/** What a verified token says. */
export interface ServiceTokenClaims {
  readonly subject: string;
  readonly scope: readonly string[];
  /** Unix seconds. */
  readonly expires: number;
}

/** Makes and checks the short-lived tokens by which our own processes know each other. */
export interface ServiceTokenAuthority {
  mint(request: ServiceTokenRequest): Promise<string>;
  /**
   * @throws SojournError `service-token-invalid` when the token is not genuine, has expired or is for another
   *   audience; `role-insufficient` when it lacks the scope
   */
  verify(token: string, expected: { audience: string; scope?: string }): Promise<ServiceTokenClaims>;
  /** A function that gives a valid token at each call and mints a new one shortly before the old one ends. */
  source(request: ServiceTokenRequest): () => Promise<string>;
}

const DEFAULT_TTL = 300;
/** Callers show the same token again and again; so many that were found genuine are known again. */
const MOST_KNOWN = 64;

/**
 * Opens the authority over its secret file, which the first process to start makes.
 * @param clock milliseconds since the epoch
 * @throws SojournError `key-file-unsafe`, `config-invalid`
 */
export async function createServiceTokenAuthority(
  keyFile: string,
  clock: () => number = Date.now,
): Promise<ServiceTokenAuthority> {
  const key = await readOrCreateKeyFile(keyFile);
  const seconds = () => Math.floor(clock() / 1000);

  const mint = (request: ServiceTokenRequest) => {
    const now = seconds();
    return new SignJWT({ scope: request.scope.join(' ') })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(SERVICE_TOKEN_ISSUER)
      .setAudience(request.audience)
      .setSubject(request.subject)
      .setIssuedAt(now)
      .setExpirationTime(now + (request.ttl ?? DEFAULT_TTL))
      .sign(key);
  };

  const known = new Map<string, ServiceTokenClaims>();
  const claimsOf = async (token: string, audience: string): Promise<ServiceTokenClaims> => {
    const name = `${audience} ${token}`;
    const before = known.get(name);
    if (before !== undefined && before.expires > seconds()) return before;
    known.delete(name);
    const claims = await readClaims(token, audience);
    if (known.size >= MOST_KNOWN) known.delete(known.keys().next().value!);
    known.set(name, claims);
    return claims;
  };

  const readClaims = async (token: string, audience: string): Promise<ServiceTokenClaims> => {
    const { payload } = await jwtVerify<{ scope?: unknown }>(token, key, {
      algorithms: ['HS256'],
      issuer: SERVICE_TOKEN_ISSUER,
      audience,
      requiredClaims: ['sub', 'exp', 'scope'],
      currentDate: new Date(clock()),
    }).catch((cause: unknown) => {
      throw new SojournError('service-token-invalid', { cause });
    });
    const scope = typeof payload.scope === 'string' ? payload.scope.split(' ') : [];
    return { subject: payload.sub ?? '', scope, expires: payload.exp ?? 0 };
  };

  return {
    mint,
    async verify(token, expected) {
      const claims = await claimsOf(token, expected.audience);
      if (expected.scope !== undefined && !claims.scope.includes(expected.scope)) {
        throw new SojournError('role-insufficient', { detail: `the scope ${expected.scope} is needed` });
      }
      return claims;
    },
    source(request) {
      const ttl = request.ttl ?? DEFAULT_TTL;
      let current: Promise<string> | undefined;
      let renewAt = 0;
      return () => {
        if (current === undefined || seconds() >= renewAt) {
          renewAt = seconds() + Math.floor(ttl * 0.8);
          current = mint(request);
        }
        return current;
      };
    },
  };
}

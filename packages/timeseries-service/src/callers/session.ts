import { EncryptJWT, jwtDecrypt } from 'jose';

/** Turns a token into a sealed text for a cookie, and back. Nothing is kept on the server. */
export interface Sessions {
  /** Seconds after which a session ends. */
  readonly lifetime: number;
  seal(token: string): Promise<string>;
  /** The token inside, or undefined when the session has ended or was not sealed here. */
  open(session: string): Promise<string | undefined>;
}

/**
 * @param key 32 bytes
 * @param lifetime seconds
 * @param clock milliseconds since the epoch
 */
export function createSessions(key: Uint8Array, lifetime: number, clock: () => number): Sessions {
  return {
    lifetime,
    seal(token) {
      const now = Math.floor(clock() / 1000);
      return new EncryptJWT({ token })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setAudience('sojourn-session')
        .setIssuedAt(now)
        .setExpirationTime(now + lifetime)
        .encrypt(key);
    },
    async open(session) {
      try {
        const { payload } = await jwtDecrypt<{ token?: unknown }>(session, key, {
          audience: 'sojourn-session',
          currentDate: new Date(clock()),
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        });
        return typeof payload.token === 'string' ? payload.token : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

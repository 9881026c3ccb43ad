import { readFileSync, statSync } from 'node:fs';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Logger } from 'pino';
import type { CertificateFiles } from '../configuration/index.js';

interface KeyPair {
  readonly key: Buffer;
  readonly cert: Buffer;
}

/** The certificates of a TLS listener by server name, read again when their files change. */
export class Certificates {
  readonly #files: Readonly<Record<string, CertificateFiles>>;
  readonly #logger: Logger;
  #contexts = new Map<string, SecureContext>();
  #stamp: string;
  #default!: KeyPair;

  /** @throws Error when a file cannot be read or key and certificate do not belong together */
  constructor(files: Readonly<Record<string, CertificateFiles>>, logger: Logger) {
    this.#files = files;
    this.#logger = logger;
    this.#stamp = this.#readStamp();
    this.#read();
  }

  /** Key and certificate for clients that name no server we know. */
  get default(): KeyPair {
    return this.#default;
  }

  /** The context for a server name: exact, else `*.` in place of its first label, else undefined. */
  contextOf(serverName: string): SecureContext | undefined {
    const name = serverName.toLowerCase();
    return this.#contexts.get(name) ?? this.#contexts.get(name.replace(/^[^.]+/, '*'));
  }

  /**
   * Looks whether files have changed and reads them if so. A pair that does not fit (half written, say) is
   * reported and the old one stays in use.
   *
   * @returns whether there are new certificates
   */
  refresh(): boolean {
    try {
      const stamp = this.#readStamp();
      if (stamp === this.#stamp) return false;
      this.#read();
      this.#stamp = stamp;
      this.#logger.info('certificates have been read again');
      return true;
    } catch (error) {
      this.#logger.warn(
        { reason: (error as Error).message },
        'changed certificates are not usable, the old ones stay',
      );
      return false;
    }
  }

  #readStamp(): string {
    const files = Object.values(this.#files).flatMap(({ key, cert }) => [key, cert]);
    return files
      .map((file) => {
        const { ino, size, mtimeMs } = statSync(file);
        return `${ino} ${size} ${mtimeMs}`;
      })
      .join('\n');
  }

  #read(): void {
    const contexts = new Map<string, SecureContext>();
    let fallback: KeyPair | undefined;
    for (const [name, files] of Object.entries(this.#files)) {
      const pair = { key: readFileSync(files.key), cert: readFileSync(files.cert) };
      const context = createSecureContext(pair);
      if (name === 'default') fallback = pair;
      else contexts.set(name.toLowerCase(), context);
      fallback ??= pair;
    }
    this.#default = fallback!;
    this.#contexts = contexts;
  }
}

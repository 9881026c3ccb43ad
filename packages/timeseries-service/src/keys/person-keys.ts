import { type KeyObject, randomBytes } from 'node:crypto';
import { type PersonId, SojournError } from '@sojourn/datamodel';
import { freshKey, unwrapAll, type WrappedKey, wrapAll, wrapManaged } from './data-keys.js';
import { deriveKey } from './derive.js';
import { unwrapKey, wrapKey } from './wrap.js';
import { decodeKey, privateKeyOf, privateKeyOfPassphrase, publicHalf, publicKeyOf } from './x25519.js';

/** Who can open a person's data: the server at any time, or only what the person presents. */
export type Custody = 'managed' | 'presented';

/** What takes over custody. */
export type CustodyChange =
  | { readonly custody: 'managed' }
  | { readonly custody: 'presented'; readonly publicKey: string }
  | { readonly custody: 'presented'; readonly passphrase: string };

/** What is presented to open a person's data. */
export type Secret = { readonly privateKey: string } | { readonly passphrase: string };

/** A data key with the version that block headers name. */
export interface VersionedKey {
  readonly version: number;
  readonly key: KeyObject;
}

/**
 * Wrapped keys of one person, as stored. Whoever loads it must know its hash from the person's head, which is what
 * keeps a public key from being exchanged. Recovery would be one more wrapping of the same data keys; erasure removes
 * the document and rotates the store key.
 */
export interface KeyDocument {
  readonly format: 1;
  readonly custody: Custody;
  /** Service key, wrapped by the store key: seals the head and makes ids, and opens no data. */
  readonly service: string;
  /** Managed custody: key-encryption key, wrapped by the store key. */
  readonly encryption?: string;
  /** Presented custody: base64url of the X25519 public key. */
  readonly publicKey?: string;
  /** Presented custody by passphrase: base64url of its salt. */
  readonly salt?: string;
  /** Data keys, wrapped by the key-encryption key or to the public key; the last one seals new blocks. */
  readonly data: readonly WrappedKey[];
}

interface OpenKeys {
  readonly versions: ReadonlyMap<number, KeyObject>;
  /** Milliseconds since the epoch; infinite in managed custody. */
  readonly expires: number;
}

/** Keys of one person in memory. */
export class PersonKeys {
  readonly #services = new Map<string, KeyObject>();
  #open: OpenKeys | undefined;

  private constructor(
    private readonly person: PersonId,
    readonly document: KeyDocument,
    private readonly storeKey: KeyObject,
    private readonly service: KeyObject,
    private readonly clock: () => number,
  ) {}

  /** Fresh keys in managed custody. */
  static async create(person: PersonId, storeKey: KeyObject, clock: () => number): Promise<PersonKeys> {
    const service = freshKey();
    const versions = new Map([[1, freshKey()]]);
    const document: KeyDocument = {
      format: 1,
      service: await wrapKey(service, storeKey, `${person}/service`),
      ...(await wrapManaged(person, storeKey, versions)),
    };
    return new PersonKeys(person, document, storeKey, service, clock);
  }

  /**
   * @param storeKeys the store key, and perhaps the one before, by which the document may still be wrapped
   * @throws SojournError `head-damaged` when the document is not of this store and person
   */
  static async open(
    person: PersonId,
    document: KeyDocument,
    storeKeys: readonly KeyObject[],
    clock: () => number,
  ): Promise<PersonKeys> {
    for (const storeKey of storeKeys) {
      const service = await unwrapKey(document.service, storeKey, `${person}/service`);
      if (service) return new PersonKeys(person, document, storeKey, service, clock);
    }
    throw new SojournError('head-damaged');
  }

  /** Whether the document is wrapped by this store key. */
  isWrappedBy(storeKey: KeyObject): boolean {
    return this.storeKey.equals(storeKey);
  }

  /** The same keys, wrapped by another store key; needs nothing that a person holds. @throws SojournError `head-damaged` */
  async wrappedBy(storeKey: KeyObject): Promise<PersonKeys> {
    const { encryption } = this.document;
    const document: KeyDocument = {
      ...this.document,
      service: await wrapKey(this.service, storeKey, `${this.person}/service`),
      ...(encryption === undefined ? {} : { encryption: await this.#rewrapped(encryption, storeKey) }),
    };
    return new PersonKeys(this.person, document, storeKey, this.service, this.clock);
  }

  /** The same keys under another document, as `changeCustody` gives it; leases on the old one end. */
  withDocument(document: KeyDocument): PersonKeys {
    return new PersonKeys(this.person, document, this.storeKey, this.service, this.clock);
  }

  get custody(): Custody {
    return this.document.custody;
  }

  get locked(): boolean {
    return this.custody === 'presented' && this.expires === null;
  }

  /** When the lease on the keys ends, in milliseconds since the epoch; null without one. */
  get expires(): number | null {
    if (this.#open && this.#open.expires <= this.clock()) this.#open = undefined;
    return this.#open && this.#open.expires !== Number.POSITIVE_INFINITY ? this.#open.expires : null;
  }

  /** A key for a purpose that needs no data key: sealing the head, making ids. */
  servicePurpose(purpose: string): KeyObject {
    let key = this.#services.get(purpose);
    if (!key) {
      key = deriveKey(this.service, `person/${purpose}`);
      this.#services.set(purpose, key);
    }
    return key;
  }

  /** @throws SojournError `person-locked`, `block-damaged` for a version that does not exist */
  async dataKey(version: number): Promise<KeyObject> {
    const key = (await this.#openKeys()).versions.get(version);
    if (!key) throw new SojournError('block-damaged');
    return key;
  }

  /** The key for new blocks. @throws SojournError `person-locked` */
  async currentKey(): Promise<VersionedKey> {
    const { version } = this.document.data.at(-1)!;
    return { version, key: await this.dataKey(version) };
  }

  /** A one-time key, and the same key sealed so that only the person can open it. */
  async sealedKey(): Promise<{ readonly key: KeyObject; readonly sealed: string }> {
    const key = freshKey();
    return { key, sealed: await wrapKey(key, this.#publicKey(), `${this.person}/inbox`) };
  }

  /**
   * Opens the data keys until the lease expires.
   * @returns what opens keys of `sealedKey`
   * @throws SojournError `custody-invalid`, `unlock-failed`
   */
  async unlock(secret: Secret, ttlMs: number): Promise<(sealed: string) => Promise<KeyObject | undefined>> {
    if (this.custody !== 'presented') throw new SojournError('custody-invalid');
    const privateKey = await this.#presentedKey(secret);
    const versions = await unwrapAll(this.person, this.document.data, privateKey);
    if (!versions) throw new SojournError('unlock-failed');
    this.#open = { versions, expires: this.clock() + ttlMs };
    return (sealed) => unwrapKey(sealed, privateKey, `${this.person}/inbox`);
  }

  /** Forgets the data keys; in managed custody they are opened again when needed. */
  lock(): void {
    this.#open = undefined;
  }

  /**
   * The document for another custody. The data keys stay, as the blocks they seal do; with a presented key, new blocks
   * get a data key that the server has never been able to open by itself.
   * @throws SojournError `person-locked`, `request-invalid` for a key that is none
   */
  async changeCustody(change: CustodyChange): Promise<KeyDocument> {
    const { versions } = await this.#openKeys();
    const { service } = this.document;
    if (change.custody === 'managed') {
      return { format: 1, service, ...(await wrapManaged(this.person, this.storeKey, versions)) };
    }
    const salt = 'passphrase' in change ? randomBytes(16) : undefined;
    const publicKey =
      'passphrase' in change
        ? publicHalf(await privateKeyOfPassphrase(change.passphrase, salt!))
        : change.publicKey;
    const wrapping = publicKeyOf(publicKey);
    if (!wrapping) {
      throw new SojournError('request-invalid', { errors: [{ path: 'publicKey', code: 'invalid' }] });
    }
    const next = Math.max(...versions.keys()) + 1;
    return {
      format: 1,
      service,
      custody: 'presented',
      publicKey,
      ...(salt ? { salt: salt.toString('base64url') } : {}),
      data: await wrapAll(this.person, new Map([...versions, [next, freshKey()]]), wrapping),
    };
  }

  async #rewrapped(encryption: string, storeKey: KeyObject): Promise<string> {
    const context = `${this.person}/encryption`;
    const key = await unwrapKey(encryption, this.storeKey, context);
    if (!key) throw new SojournError('head-damaged');
    return wrapKey(key, storeKey, context);
  }

  async #openKeys(): Promise<OpenKeys> {
    if (this.#open && this.#open.expires > this.clock()) return this.#open;
    this.#open = undefined;
    if (this.custody === 'presented') throw new SojournError('person-locked');
    const encryption = await unwrapKey(
      this.document.encryption ?? '',
      this.storeKey,
      `${this.person}/encryption`,
    );
    const versions = encryption && (await unwrapAll(this.person, this.document.data, encryption));
    if (!versions) throw new SojournError('head-damaged');
    this.#open = { versions, expires: Number.POSITIVE_INFINITY };
    return this.#open;
  }

  async #presentedKey(secret: Secret): Promise<KeyObject> {
    const { salt, publicKey } = this.document;
    let privateKey: KeyObject | undefined;
    if ('passphrase' in secret) {
      if (salt === undefined) throw new SojournError('unlock-failed');
      privateKey = await privateKeyOfPassphrase(secret.passphrase, Buffer.from(salt, 'base64url'));
    } else {
      const bytes = decodeKey(secret.privateKey);
      privateKey = bytes && privateKeyOf(bytes);
    }
    if (!privateKey || publicHalf(privateKey) !== publicKey) throw new SojournError('unlock-failed');
    return privateKey;
  }

  #publicKey(): KeyObject {
    const publicKey = publicKeyOf(this.document.publicKey ?? '');
    if (!publicKey) throw new SojournError('head-damaged');
    return publicKey;
  }
}

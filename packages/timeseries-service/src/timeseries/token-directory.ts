import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { isSojournError, type PersonId, SojournError } from '@sojourn/datamodel';
import type { Role } from '@sojourn/datamodel/http';
import type { Engine, GlobalDocument } from '../engine/index.js';
import { openBytes, type StoreKeys, sealBytes } from '../keys/index.js';
import type { Directory, TokenRecord } from './directory.js';

const prefix = 'token/';
const pageSize = 100;

type StoredRecord = Omit<TokenRecord, 'id'>;

/** Tokens in the store: found by a keyed hash, which is also their id; the record is sealed. */
export class TokenDirectory implements Directory {
  readonly #indexKey;
  readonly #recordKey;

  constructor(
    private readonly engine: Engine,
    keys: StoreKeys,
    private readonly clock: () => number,
    private readonly createPerson: () => Promise<PersonId>,
  ) {
    this.#indexKey = keys.purpose('token-index');
    this.#recordKey = keys.purpose('token-record');
  }

  async resolve(token: string): Promise<TokenRecord | undefined> {
    return (await this.#read(this.#idOf(token)))?.record;
  }

  async register(token: string): Promise<{ readonly person: PersonId; readonly created: boolean }> {
    const id = this.#idOf(token);
    for (;;) {
      const known = await this.#read(id);
      if (known?.record.person) return { person: known.record.person, created: false };
      if (known && known.record.role !== 'participant') throw new SojournError('role-insufficient');
      // Made before the token points to it: after a crash in between, nobody knows the empty person.
      const person = await this.createPerson();
      const record = known?.record ?? this.#newRecord({ listed: false });
      if (await this.#write(id, { ...record, person }, known?.version ?? null))
        return { person, created: true };
    }
  }

  async issue(about: {
    readonly role: Role;
    readonly person?: PersonId;
    readonly label?: string;
    readonly prefix?: string;
  }): Promise<{ readonly token: string; readonly record: TokenRecord }> {
    const token = `${about.prefix ?? ''}${randomBytes(32).toString('base64url')}`;
    return { token, record: await this.add(token, about) };
  }

  async add(
    token: string,
    about: { readonly role?: Role; readonly person?: PersonId; readonly label?: string } = {},
  ): Promise<TokenRecord> {
    const id = this.#idOf(token);
    for (;;) {
      const known = await this.#read(id);
      if (known?.record.listed) return known.record;
      const record = known ? { ...known.record, listed: true } : this.#newRecord({ ...about, listed: true });
      if (await this.#write(id, record, known?.version ?? null)) return { ...record, id };
    }
  }

  async *list(): AsyncGenerator<TokenRecord> {
    let after: string | undefined;
    for (;;) {
      const names = await this.engine.globalNames(prefix, after, pageSize);
      for (const name of names) {
        const found = await this.#read(name.slice(prefix.length));
        if (found) yield found.record;
      }
      if (names.length < pageSize) return;
      after = names.at(-1);
    }
  }

  async revoke(id: string): Promise<boolean> {
    if (!/^[0-9a-f]{64}$/.test(id)) return false;
    for (;;) {
      const known = await this.engine.globalDocument(prefix + id);
      if (!known) return false;
      if (await this.#put(id, null, known.version)) return true;
    }
  }

  async revokeAllOf(person: PersonId): Promise<number> {
    const ids: string[] = [];
    for await (const record of this.list()) if (record.person === person) ids.push(record.id);
    for (const id of ids) await this.revoke(id);
    return ids.length;
  }

  #newRecord(about: { role?: Role; person?: PersonId; label?: string; listed: boolean }): StoredRecord {
    const { role = 'participant', person = null, label = '', listed } = about;
    return { role, person, label, listed, created: this.clock() };
  }

  async #read(id: string): Promise<{ readonly version: number; readonly record: TokenRecord } | undefined> {
    const document = await this.engine.globalDocument(prefix + id);
    return document && { version: document.version, record: { ...this.#open(id, document), id } };
  }

  #open(id: string, { bytes }: GlobalDocument): StoredRecord {
    const plain = openBytes(this.#recordKey, context(id), bytes);
    if (!plain) throw new SojournError('head-damaged', { detail: 'a token record' });
    return JSON.parse(plain.toString()) as StoredRecord;
  }

  #write(id: string, record: StoredRecord, expectVersion: number | null): Promise<boolean> {
    const { role, person, listed, label, created } = record;
    const text = JSON.stringify({ role, person, listed, label, created });
    return this.#put(id, sealBytes(this.#recordKey, context(id), Buffer.from(text)), expectVersion);
  }

  /** @returns false when somebody else was faster */
  async #put(id: string, bytes: Uint8Array | null, expectVersion: number | null): Promise<boolean> {
    try {
      await this.engine.putGlobalDocument(prefix + id, bytes, expectVersion);
      return true;
    } catch (error) {
      if (isSojournError(error) && error.code === 'commit-conflict') return false;
      throw error;
    }
  }

  #idOf(token: string): string {
    return createHmac('sha256', this.#indexKey).update(token).digest('hex');
  }
}

function context(id: string): string {
  return `sojourn/token/1/${id}`;
}

/** A new id for a person. */
export function newPersonId(): PersonId {
  return randomUUID().replaceAll('-', '');
}

import { isSojournError, SojournError } from '@sojourn/datamodel';
import { stringifyWire } from '@sojourn/datamodel/wire';
import type { Engine, GlobalDocument } from '../engine/index.js';
import { openBytes, type StoreKeys, sealBytes } from '../keys/index.js';
import type { NamedDocument, StoredDocument, SystemDocuments } from './timeseries.js';

/** Documents that belong to nobody, each sealed for its collection and name with a key of the store. */
export class SealedSystemDocuments implements SystemDocuments {
  readonly #key;

  constructor(
    private readonly engine: Engine,
    keys: StoreKeys,
  ) {
    this.#key = keys.purpose('system-document');
  }

  async get(collection: string, name: string): Promise<StoredDocument | undefined> {
    const place = placeOf(collection, name);
    const stored = await this.engine.globalDocument(place);
    return stored && this.#open(place, stored);
  }

  async put(
    collection: string,
    name: string,
    value: unknown,
    expectVersion?: number | null,
  ): Promise<number> {
    const place = placeOf(collection, name);
    const bytes = sealBytes(this.#key, contextOf(place), Buffer.from(stringifyWire(value)));
    for (;;) {
      const expected =
        expectVersion === undefined ? await this.#versionOf(place) : (expectVersion ?? undefined);
      if (await this.#write(place, bytes, expected)) return (expected ?? 0) + 1;
      if (expectVersion !== undefined) throw new SojournError('version-conflict');
    }
  }

  async remove(collection: string, name: string, expectVersion?: number): Promise<void> {
    const place = placeOf(collection, name);
    for (;;) {
      const present = await this.#versionOf(place);
      if (expectVersion !== undefined && present !== expectVersion) {
        throw new SojournError('version-conflict');
      }
      if (present === undefined || (await this.#write(place, null, present))) return;
    }
  }

  async list(
    collection: string,
    after: string | undefined,
    limit: number,
  ): Promise<{ readonly documents: readonly NamedDocument[]; readonly next: string | null }> {
    const prefix = placeOf(collection, '');
    const from = after === undefined ? undefined : prefix + after;
    const places = await this.engine.globalNames(prefix, from, limit);
    const documents: NamedDocument[] = [];
    for (const place of places) {
      const stored = await this.engine.globalDocument(place);
      if (stored) documents.push({ name: place.slice(prefix.length), ...this.#open(place, stored) });
    }
    const last = places.length < limit ? undefined : places.at(-1);
    return { documents, next: last?.slice(prefix.length) ?? null };
  }

  async #versionOf(place: string): Promise<number | undefined> {
    return (await this.engine.globalDocument(place))?.version;
  }

  #open(place: string, { version, bytes }: GlobalDocument): StoredDocument {
    const plain = openBytes(this.#key, contextOf(place), bytes);
    if (!plain) throw new SojournError('head-damaged', { detail: 'a document of the store' });
    return { version, value: JSON.parse(plain.toString()) as unknown };
  }

  /** @returns false when somebody else was faster */
  async #write(place: string, bytes: Uint8Array | null, expected: number | undefined): Promise<boolean> {
    try {
      await this.engine.putGlobalDocument(place, bytes, expected ?? null);
      return true;
    } catch (error) {
      if (isSojournError(error) && error.code === 'commit-conflict') return false;
      throw error;
    }
  }
}

function placeOf(collection: string, name: string): string {
  return `document/${collection}/${name}`;
}

function contextOf(place: string): string {
  return `sojourn/system-document/1/${place}`;
}

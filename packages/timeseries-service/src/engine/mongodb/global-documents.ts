import { SojournError } from '@sojourn/datamodel';
import type { GlobalDocument } from '../engine.js';
import type { ChangingDocument, DocumentDatabase } from './document-database.js';
import { remembered } from './head-document.js';
import { newAttempt } from './refs.js';

interface StoredGlobal extends ChangingDocument {
  readonly recent: readonly string[];
  readonly version: number;
  readonly bytes: Uint8Array;
}

/** Documents that belong to nobody. */
export class GlobalDocuments {
  constructor(private readonly database: DocumentDatabase) {}

  async read(name: string): Promise<GlobalDocument | undefined> {
    const stored = await this.#stored(name);
    return stored && !stored.removed ? { version: stored.version, bytes: stored.bytes } : undefined;
  }

  names(prefix: string, after: string | undefined, limit: number): Promise<string[]> {
    const range = { from: prefix, before: `${prefix}\u{10ffff}` };
    return this.database.present('globals', after === undefined ? range : { ...range, after }, limit);
  }

  /** @throws SojournError `commit-conflict` */
  async put(name: string, bytes: Uint8Array | null, expectVersion: number | null): Promise<void> {
    const before = await this.#stored(name);
    const version = before && !before.removed ? before.version : null;
    if (version !== expectVersion) throw new SojournError('commit-conflict');
    const state = newAttempt();
    const document: StoredGlobal = {
      _id: name,
      person: '',
      state,
      recent: [state, ...(before?.recent ?? [])].slice(0, remembered),
      version: (version ?? 0) + 1,
      bytes: bytes ?? new Uint8Array(),
      removed: bytes === null ? new Date() : null,
    };
    const done = before
      ? await this.database.replace('globals', document, before.state)
      : await this.database.create('globals', document);
    if (done || (await this.#stored(name))?.recent.includes(state)) return;
    throw new SojournError('commit-conflict');
  }

  async #stored(name: string): Promise<StoredGlobal | undefined> {
    const [stored] = await this.database.get<StoredGlobal>('globals', '', [name]);
    return stored;
  }
}

import { SojournError } from '@sojourn/datamodel';
import type { DocumentCollection, NamedDocument } from '@sojourn/datamodel/client';

/** Documents of one collection in memory, with the rules of the store. */
export function memoryDocuments(): DocumentCollection {
  const documents = new Map<string, NamedDocument>();
  const check = (name: string, expectVersion: number | null | undefined): void => {
    const version = documents.get(name)?.version ?? null;
    if (expectVersion !== undefined && expectVersion !== version) throw new SojournError('version-conflict');
  };
  const after = (name = '') =>
    [...documents.values()]
      .filter((document) => document.name > name)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    get: async (name) => documents.get(name),
    put: async (name, value, expectVersion) => {
      check(name, expectVersion);
      const version = (documents.get(name)?.version ?? 0) + 1;
      documents.set(name, { name, version, value: structuredClone(value) });
      return { version };
    },
    remove: async (name, expectVersion) => {
      check(name, expectVersion);
      documents.delete(name);
    },
    page: async ({ after: name, limit = 100 } = {}) => {
      const found = after(name);
      const page = found.slice(0, limit);
      return { documents: page, next: found.length > limit ? page.at(-1)!.name : null };
    },
    list: async function* () {
      yield* after();
    },
  };
}

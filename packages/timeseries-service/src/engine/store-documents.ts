import type { Engine } from './engine.js';

/** Says that a store is moving, or has moved. */
export const moveDocument = 'move';
/** Begins the names of documents by which processes that share an engine know of each other. */
export const processDocuments = 'process/';

const pageSize = 1000;

/** Names of a store's documents that belong to nobody, ascending. Those about moves and processes are not the store's. */
export async function* storeDocuments(engine: Engine): AsyncGenerator<string> {
  for (let after: string | undefined; ; ) {
    const page = await engine.globalNames('', after, pageSize);
    for (const name of page) if (name !== moveDocument && !name.startsWith(processDocuments)) yield name;
    if (page.length < pageSize) return;
    after = page.at(-1);
  }
}

/** Whether an engine holds no store. */
export async function isEmpty(engine: Engine): Promise<boolean> {
  const [people, { done }] = await Promise.all([engine.people(undefined, 1), storeDocuments(engine).next()]);
  return people.length === 0 && done === true;
}

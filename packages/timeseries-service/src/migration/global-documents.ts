import { type Engine, storeDocuments } from '../engine/index.js';

async function namesIn(engine: Engine): Promise<string[]> {
  const names: string[] = [];
  for await (const name of storeDocuments(engine)) names.push(name);
  return names;
}

/** Makes the documents that belong to nobody in one engine what they are in another. @returns how many there are */
export async function bringGlobalDocuments(source: Engine, target: Engine): Promise<number> {
  const names = await namesIn(source);
  const surplus = new Set(await namesIn(target));
  for (const name of names) {
    surplus.delete(name);
    const document = await source.globalDocument(name);
    const there = await target.globalDocument(name);
    if (!document || (there && Buffer.compare(there.bytes, document.bytes) === 0)) continue;
    await target.putGlobalDocument(name, document.bytes, there?.version ?? null);
  }
  for (const name of surplus) {
    const there = await target.globalDocument(name);
    if (there) await target.putGlobalDocument(name, null, there.version);
  }
  return names.length;
}

/** Whether two engines hold the same documents that belong to nobody. */
export async function sameGlobalDocuments(source: Engine, target: Engine): Promise<boolean> {
  const names = await namesIn(source);
  if (names.join('\n') !== (await namesIn(target)).join('\n')) return false;
  for (const name of names) {
    const [here, there] = await Promise.all([source.globalDocument(name), target.globalDocument(name)]);
    if (!here || !there || Buffer.compare(here.bytes, there.bytes) !== 0) return false;
  }
  return true;
}

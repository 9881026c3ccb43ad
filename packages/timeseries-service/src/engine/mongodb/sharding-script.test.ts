import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { MongoEngine } from './mongodb-engine.js';
import { type Collections, UnreliableDatabase } from './testing/unreliable-database.js';

const script = readFileSync(new URL('../../../../../docker/mongodb/shard.js', import.meta.url), 'utf8');

it('shards every collection that holds much by the person, whom all of its documents name', async () => {
  const sharded = new Map<string, unknown>();
  const sh = {
    enableSharding: () => {},
    shardCollection: (name: string, key: unknown) => sharded.set(name.replace('study.', ''), key),
  };
  const db = { getSiblingDB: () => ({ globals: { createIndex: () => {} } }) };
  runInNewContext(script, { sh, db, process: { env: { SOJOURN_DATABASE: 'study' } } });

  const collections: Collections = new Map();
  const calm = { schedule: async <T>(task: Promise<T>) => task };
  const engine = new MongoEngine(new UnreliableDatabase(collections, calm as never, () => 'well'));
  const person = 'a'.repeat(32);
  const put = Array.from({ length: 40 }, (_, number) => ({
    id: number.toString(16).padStart(32, '0'),
    header: Buffer.from('h'),
    body: Buffer.from('b'),
  }));
  await engine.commit(person, {
    expectVersion: null,
    head: Buffer.from('1'),
    put,
    documents: { d: Buffer.from('d') },
  });
  await engine.putGlobalDocument('token/a', Buffer.from('t'), null);
  const filled = [...collections].filter(([, documents]) => documents.size > 0).map(([name]) => name);
  expect([...sharded.keys()].sort()).toEqual(filled.filter((name) => name !== 'globals').sort());
  for (const [name, key] of sharded) {
    expect(key).toEqual({ person: 'hashed' });
    for (const document of collections.get(name as 'heads')!.values()) expect(document.person).toBe(person);
  }
});

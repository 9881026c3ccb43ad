import crypto, { createSecretKey, type KeyObject } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import type { PersonId } from '@sojourn/datamodel';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { EngineChange } from '../engine/index.js';

const SEALS = Number(process.env.SOJOURN_TEST_SEALS ?? 20_000);
const nonceLength = 12;

/** Everything of a nonce's length that the system's source has given, as text. */
const drawn = new Set<string>();
const { randomBytes } = crypto;
crypto.randomBytes = ((length: number) => {
  const bytes = randomBytes(length);
  if (length === nonceLength) drawn.add(bytes.toString('latin1'));
  return bytes;
}) as typeof randomBytes;
syncBuiltinESMExports();
afterAll(() => {
  crypto.randomBytes = randomBytes;
  syncBuiltinESMExports();
  vi.resetModules();
});

// Loaded anew after the source is watched, since some modules keep the function, and anew once more for later files.
vi.resetModules();
const { MemoryEngine } = await import('../engine/index.js');
const { sealBlock } = await import('../block/index.js');
const { sealBytes } = await import('../keys/index.js');
const { items, sent, stored, TestStore } = await import('./testing.js');

const nonceAt = (bytes: Uint8Array, at = 0) =>
  Buffer.from(bytes.subarray(at, at + nonceLength)).toString('latin1');

/** Remembers the nonce of everything sealed that reaches it, also of what is replaced later. */
class WatchedEngine extends MemoryEngine {
  readonly nonces: Record<'heads' | 'blocks' | 'documents' | 'globals', string[]> = {
    heads: [],
    blocks: [],
    documents: [],
    globals: [],
  };

  override commit(person: PersonId, change: EngineChange): Promise<number> {
    this.nonces.heads.push(nonceAt(change.head));
    for (const { body } of change.put ?? []) this.nonces.blocks.push(nonceAt(body));
    for (const [name, bytes] of Object.entries(change.documents ?? {})) {
      // Wrapped keys are no sealed document; others begin with the version of their key.
      if (bytes && name !== 'keys') this.nonces.documents.push(nonceAt(bytes, 4));
    }
    return super.commit(person, change);
  }

  override putGlobalDocument(name: string, bytes: Uint8Array | null, version: number | null): Promise<void> {
    if (bytes && name !== 'keys/store') this.nonces.globals.push(nonceAt(bytes));
    return super.putGlobalDocument(name, bytes, version);
  }
}

describe('nonces', () => {
  it('of everything that a store seals come from the system, each once', async () => {
    const engine = new WatchedEngine();
    const test = await TestStore.open({ engine });
    const { store, person } = test;
    const cursors: string[] = [];
    for (let round = 0; round < 20; round++) {
      await person.put(items(...Array.from({ length: 5 }, (_, index) => sent(1000 + round * 5 + index))));
      await person.commit({ insert: [stored(round, 1_700_000_000 + round)] });
      await person.updateProfile({ round });
      await person.putDocument('notes', { round });
      await store.documents.put('study', `note ${round % 3}`, { round });
      await store.directory.add(`token ${round}`);
      const page = await person.find({ keys: null }).page(2);
      if (page.cursor !== null) cursors.push(nonceAt(Buffer.from(page.cursor, 'base64url')));
    }
    await store.compact();
    await test.remove();

    const all = [...Object.values(engine.nonces).flat(), ...cursors];
    for (const [kind, nonces] of Object.entries({ ...engine.nonces, cursors })) {
      expect(nonces.length, kind).toBeGreaterThanOrEqual(10);
      expect(
        nonces.filter((nonce) => !drawn.has(nonce)),
        kind,
      ).toEqual([]);
    }
    expect(new Set(all).size).toBe(all.length);
  });

  it(`never repeat under one key, over ${SEALS} seals`, () => {
    const key: KeyObject = createSecretKey(Buffer.alloc(32, 1));
    const about = {
      person: '0f5a1c3e7b9d4f6080a2c4e6f8091b3d',
      store: 'raw',
      identity: 'id',
      commit: 1,
      generation: 0,
      effort: 'fast',
    } as const;
    const entries = [stored(1, 1_700_000_000)];
    const seen = new Set<string>();
    for (let seal = 0; seal < SEALS; seal++) {
      // A block costs some twenty times as much as a document.
      const sealed =
        seal % 8 === 0
          ? sealBlock(entries, about, { version: 1, key }).body
          : sealBytes(key, 'test', Buffer.from('{}'));
      seen.add(nonceAt(sealed));
    }
    expect(seen.size).toBe(SEALS);
  });
});

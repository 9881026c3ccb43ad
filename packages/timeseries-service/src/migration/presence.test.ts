import { afterEach, describe, expect, it } from 'vitest';
import { MemoryEngine, MovableEngine } from '../engine/index.js';
import { migrateStore } from './migrate-store.js';
import { writeMark } from './move-mark.js';
import { Presence } from './presence.js';

const interval = 15;
const ada = 'a'.repeat(32);
const text = (value: string) => Buffer.from(value);

/** An engine in memory that several processes have open. */
class SharedEngine extends MemoryEngine {
  override readonly capabilities = { ...new MemoryEngine().capabilities, shared: true };
}

const present: Presence[] = [];
afterEach(async () => {
  for (const presence of present.splice(0)) await presence.leave();
});
/** A process that uses the store of an engine. */
async function join(engine: MemoryEngine): Promise<{ engine: MovableEngine; presence: Presence }> {
  const movable = new MovableEngine(engine, false);
  const presence = await Presence.announce(movable, interval);
  present.push(presence);
  return { engine: movable, presence };
}
const inUse = { code: 'conflict' };

describe('processes on one engine', () => {
  it('know of each other until one leaves', async () => {
    const place = new SharedEngine();
    const here = await join(place);
    await here.presence.expectAlone();
    const there = await join(place);
    await expect(here.presence.expectAlone()).rejects.toMatchObject(inUse);
    await expect(here.presence.assertAlone()).rejects.toMatchObject(inUse);
    await there.presence.leave();
    await here.presence.expectAlone();
  });

  it('do not wait for ever for one that died', async () => {
    const place = new SharedEngine();
    await place.putGlobalDocument('process/died', text('{}'), null);
    const { presence } = await join(place);
    await presence.expectAlone();
    expect(await place.globalNames('process/', undefined, 10)).toHaveLength(1);
  });

  it('that come while the store moves either stop the move or take no writes', async () => {
    const source = new SharedEngine();
    await source.putGlobalDocument('keys/store', text('wrapped'), null);
    await source.commit(ada, { expectVersion: null, head: text('1') });
    const { engine, presence } = await join(source);
    let late: Awaited<ReturnType<typeof join>> | undefined;
    const moving = migrateStore(engine, new MemoryEngine(), {
      assertAlone: async () => {
        late = await join(source);
        await presence.assertAlone();
      },
    });
    await expect(moving).rejects.toMatchObject(inUse);
    expect(late!.engine.moved).toBe(true);
    expect(await engine.commit(ada, { expectVersion: 1, head: text('2') })).toBe(2);

    await late!.presence.leave();
    await migrateStore(engine, new MemoryEngine(), { assertAlone: () => presence.assertAlone() });
    const after = await join(source);
    await expect(after.engine.commit(ada, { expectVersion: 2, head: text('3') })).rejects.toMatchObject({
      code: 'store-moved',
    });
  });

  it('that were taken for dead learn that the store has moved', async () => {
    const place = new SharedEngine();
    const { engine } = await join(place);
    const [name] = await place.globalNames('process/', undefined, 10);
    const { version } = (await place.globalDocument(name!))!;
    await place.putGlobalDocument(name!, null, version);
    await writeMark(place, { format: 1, direction: 'from', store: 'x' });
    await expect.poll(() => engine.moved).toBe(true);
  });

  it('on an engine that nobody shares say nothing', async () => {
    const place = new MemoryEngine();
    const { presence } = await join(place);
    await presence.expectAlone();
    expect(await place.globalNames('', undefined, 10)).toEqual([]);
  });
});

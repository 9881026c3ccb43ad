import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Entry } from '@sojourn/datamodel';
import type { UploadItem } from '@sojourn/datamodel/wire';
import type { Engine } from '../engine/index.js';
import { MemoryEngine } from '../engine/index.js';
import { type EntryQuery, openStore, type PersonTimeseries, type StoreConfiguration } from './index.js';
import type { TimeseriesStore } from './timeseries.js';

export interface TestStoreOptions extends Partial<StoreConfiguration> {
  /** Opens the engine, at every start; default: the embedded one. */
  readonly openEngine?: () => Promise<Engine>;
}

/** A store in a folder of its own, with one person and a clock that only moves when told. */
export class TestStore {
  now = 1_700_000_000_000;
  readonly folder = mkdtempSync(join(tmpdir(), 'sojourn-series-'));
  store!: TimeseriesStore;
  person!: PersonTimeseries;

  private constructor(private readonly options: TestStoreOptions) {}

  static async open(options: TestStoreOptions = {}): Promise<TestStore> {
    const test = new TestStore(options);
    await test.start();
    test.person = test.store.person(await test.store.createPerson());
    return test;
  }

  async start(): Promise<void> {
    const { folder } = this;
    const { openEngine, ...options } = this.options;
    const engine = openEngine ? { engine: await openEngine() } : {};
    this.store = await openStore({ folder, clock: () => this.now, compaction: false, ...options, ...engine });
  }

  async restart(): Promise<void> {
    await this.store.close();
    await this.start();
    this.person = this.store.person(this.person.id);
  }

  async remove(): Promise<void> {
    await this.store.close();
    rmSync(this.folder, { recursive: true });
  }

  async read(query: Partial<EntryQuery> = {}): Promise<Entry[]> {
    const entries: Entry[] = [];
    for await (const batch of this.person.find({ keys: null, ...query }).objects()) entries.push(...batch);
    return entries;
  }

  /** The same answer, through the JSON text of the stream. */
  async readJson(query: Partial<EntryQuery> = {}): Promise<unknown[]> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.person.find({ keys: null, ...query }).json(',')) chunks.push(chunk);
    return JSON.parse(`[${Buffer.concat(chunks).toString()}]`) as unknown[];
  }

  /** The same answer, page by page. */
  async readPages(size: number, query: Partial<EntryQuery> = {}): Promise<unknown[]> {
    const entries: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.person.find({ keys: null, ...query }).page(size, cursor);
      entries.push(...(JSON.parse(`[${Buffer.concat(page.chunks).toString()}]`) as unknown[]));
      cursor = page.cursor ?? undefined;
    } while (cursor !== undefined);
    return entries;
  }
}

/** A phone entry of a stream that nobody has registered. */
export function sent(writeTs: number, data: Record<string, unknown> = {}, key = 'test/reading') {
  return {
    metadata: {
      key,
      type: 'sensor-data',
      platform: 'android',
      write_ts: writeTs,
      read_ts: 0,
      time_zone: 'UTC',
    },
    data: { ts: writeTs, ...data },
  };
}

/** Values as elements of an upload; they are copied, as an upload may be changed by what takes it in. */
export function items(...values: unknown[]): UploadItem[] {
  return values.map((value) => ({ value: structuredClone(value) as never }));
}

/** An entry in server form. */
export function stored(
  number: number,
  writeTs: number,
  data: Record<string, unknown> = {},
  key = 'test/reading',
): Entry {
  return {
    _id: { $oid: number.toString(16).padStart(24, '0') },
    user_id: null,
    metadata: { key, platform: 'server', write_ts: writeTs, time_zone: 'UTC' },
    data: { ts: writeTs, ...data },
  };
}

/** An engine in memory that outlives the store on it, so that a store can be opened again. */
export class KeptEngine extends MemoryEngine {
  override async close(): Promise<void> {}
}

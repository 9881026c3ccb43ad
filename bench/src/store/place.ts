import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openMongoEngine, openStore, type TimeseriesStore } from '@sojourn/timeseries-service';

/** Where a store of the benchmark is kept. */
export interface Place {
  readonly folder: string;
  /** Settings by which a service finds it. */
  readonly settings: { readonly engine?: 'mongodb'; readonly mongodbUrl?: string };
  open(): Promise<TimeseriesStore>;
  /** Removes what lies outside the folder. */
  clear(): Promise<void>;
}

/** A place in a data folder. */
export function embeddedPlace(scratch: string, name: string): Place {
  const folder = join(scratch, name);
  return { folder, settings: {}, open: () => openStore({ folder }), clear: async () => {} };
}

/** A place in a MongoDB database of its own. @param server connection string; the database it names is not touched */
export function mongodbPlace(server: string, scratch: string, name: string): Place {
  const { folder } = embeddedPlace(scratch, `mongodb-${name}`);
  const database = `sojourn_bench_${randomBytes(6).toString('hex')}`;
  const mongodbUrl = server.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${database}`);
  return {
    folder,
    settings: { engine: 'mongodb', mongodbUrl },
    open: async () => openStore({ folder, engine: await openMongoEngine(mongodbUrl) }),
    async clear() {
      const engine = await openMongoEngine(mongodbUrl);
      for (const person of await engine.people(undefined, 100)) await engine.erase(person);
      await engine.close();
    },
  };
}

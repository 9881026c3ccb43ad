import { mkdir } from 'node:fs/promises';
import { SojournError } from '@sojourn/datamodel';
import { openEmbeddedEngine, ownFolder } from './embedded/index.js';
import type { Engine } from './engine.js';
import { openMongoEngine } from './mongodb/index.js';

/** Where a store is kept. */
export interface EngineChoice {
  readonly engine: 'embedded' | 'mongodb';
  /** The data folder; keys and sockets live in it whatever the engine. */
  readonly data: string;
  /** Connection string, for `mongodb`. */
  readonly mongodbUrl?: string | undefined;
}

/**
 * Opens an engine that the store of this process moves to. The data folder belongs to this process already.
 * @throws SojournError `format-too-new`, `config-invalid`, `service-unavailable`
 */
export async function openTargetEngine({ engine, data, mongodbUrl }: EngineChoice): Promise<Engine> {
  if (engine === 'embedded') return openEmbeddedEngine(data, { release: async () => {} });
  return openMongoEngine(mongodbUrl ?? '');
}

/**
 * Opens the chosen engine. The data folder belongs to this process from then on, until the engine is closed.
 * @throws SojournError `store-in-use`, `format-too-new`, `config-invalid`, `service-unavailable`
 */
export async function openEngine({ engine, data, mongodbUrl }: EngineChoice): Promise<Engine> {
  if (engine === 'embedded') return openEmbeddedEngine(data);
  if (mongodbUrl === undefined) throw new SojournError('config-invalid', { detail: 'SOJOURN_MONGODB_URL' });
  await mkdir(data, { recursive: true, mode: 0o700 });
  const owner = await ownFolder(data);
  try {
    return await openMongoEngine(mongodbUrl, () => owner.release());
  } catch (error) {
    await owner.release();
    throw error;
  }
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SojournError } from '@sojourn/datamodel';
import { type EngineChoice, MovableEngine, openEngine, openTargetEngine } from '../engine/index.js';
import { type MoveOutcome, type MoveProgress, migrateStore } from './migrate-store.js';
import { hasMoved, storeOf } from './move-mark.js';
import type { Presence } from './presence.js';

/**
 * Opens the engine of a store that can move.
 * @throws SojournError `store-incomplete`, `config-invalid` for an empty database beside a store in the data folder, and
 *   what opening an engine throws
 */
export async function openMovableEngine(choice: EngineChoice): Promise<MovableEngine> {
  const engine = await openEngine(choice);
  try {
    const leavesStore = choice.engine === 'mongodb' && existsSync(join(choice.data, 'store'));
    // Everybody's data would seem to be gone.
    if (leavesStore && (await storeOf(engine)) === undefined) {
      throw new SojournError('config-invalid', {
        detail:
          'the database is empty and the data folder holds a store: run sojourn migrate, or remove store/',
      });
    }
    return new MovableEngine(engine, await hasMoved(engine));
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** Moves the store of this process, one move at a time. */
export class Mover {
  readonly #stop = new AbortController();
  #moving: Promise<unknown> | undefined;

  constructor(
    private readonly engine: MovableEngine,
    private readonly presence: Presence,
  ) {}

  /** @throws SojournError `conflict` while another move is under way or other processes use the store, and what moving throws */
  async move(to: EngineChoice, onProgress: (progress: MoveProgress) => void): Promise<MoveOutcome> {
    if (this.#moving) throw new SojournError('conflict', { detail: 'the store is moving already' });
    if (to.engine === 'embedded' && this.engine.capabilities.exclusive) {
      throw new SojournError('conflict', { detail: 'the store is in the data folder already' });
    }
    const moving = this.#move(to, onProgress);
    this.#moving = moving;
    try {
      return await moving;
    } finally {
      this.#moving = undefined;
    }
  }

  /** Ends a move that is under way; it can be taken up again later. */
  async stop(): Promise<void> {
    this.#stop.abort(new SojournError('service-unavailable', { detail: 'the service stops' }));
    await this.#moving?.catch(() => {});
  }

  async #move(to: EngineChoice, onProgress: (progress: MoveProgress) => void): Promise<MoveOutcome> {
    const { signal } = this.#stop;
    await this.presence.expectAlone(signal);
    const target = await openTargetEngine(to);
    try {
      const assertAlone = () => this.presence.assertAlone();
      const done = await migrateStore(this.engine, target, { onProgress, signal, assertAlone });
      await this.presence.follow();
      return done;
    } catch (error) {
      await target.close();
      throw error;
    }
  }
}

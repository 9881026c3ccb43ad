import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { isSojournError, SojournError } from '@sojourn/datamodel';
import { type Engine, type MovableEngine, processDocuments } from '../engine/index.js';
import { hasMoved } from './move-mark.js';

/** Milliseconds between two signs of life. */
const standardInterval = 10_000;
/** Signs of life that a process may miss before it counts as dead. */
const missed = 3;

/**
 * Tells other processes on a shared engine that this one uses the store, by a document that it writes again and again.
 * A process announces itself first and then looks whether the store has moved; a move marks the store first and then
 * looks who is there: so one of the two always sees the other.
 */
export class Presence {
  readonly #name = processDocuments + randomUUID();
  readonly #movable: MovableEngine;
  readonly #interval: number;
  /** Where it is announced; undefined on an engine that nobody shares. */
  #engine: Engine | undefined;
  #version: number | null = null;
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> = Promise.resolve();

  private constructor(movable: MovableEngine, interval: number) {
    this.#movable = movable;
    this.#interval = interval;
  }

  /** @param interval milliseconds between signs of life */
  static async announce(movable: MovableEngine, interval = standardInterval): Promise<Presence> {
    const presence = new Presence(movable, interval);
    await presence.follow();
    return presence;
  }

  /** Goes where the store has gone. */
  async follow(): Promise<void> {
    await this.leave();
    const { current } = this.#movable;
    if (!current.capabilities.shared) return;
    this.#engine = current;
    this.#version = null;
    await this.#beat(current);
    this.#timer = setInterval(() => {
      // A database that does not answer will be asked again.
      this.#beating = this.#beating.then(() => this.#beat(current)).catch(() => {});
    }, this.#interval).unref();
  }

  /**
   * Makes sure that no other process uses the store. What a process that died has left is taken away, which takes as long
   * as it takes to know that it is dead.
   * @throws SojournError `conflict`
   */
  async expectAlone(signal?: AbortSignal): Promise<void> {
    const engine = this.#engine;
    if (!engine) return;
    const before = await this.#others(engine);
    if (before.size === 0) return;
    for (let step = 0; step < missed; step++) {
      await wait(this.#interval, undefined, signal ? { signal } : {});
      for (const [name, version] of await this.#others(engine)) {
        if (before.get(name) !== version) throw inUse();
      }
    }
    for (const [name, version] of before) {
      await engine.putGlobalDocument(name, null, version).catch((error: unknown) => {
        if (isSojournError(error) && error.code === 'commit-conflict') throw inUse();
        throw error;
      });
    }
    await this.assertAlone();
  }

  /** @throws SojournError `conflict` when another process is there, or was a moment ago */
  async assertAlone(): Promise<void> {
    if (this.#engine && (await this.#others(this.#engine)).size > 0) throw inUse();
  }

  /** Says that this process no longer uses the store. */
  async leave(): Promise<void> {
    const engine = this.#engine;
    this.#engine = undefined;
    clearInterval(this.#timer);
    await this.#beating;
    if (engine && this.#version !== null) {
      await engine.putGlobalDocument(this.#name, null, this.#version).catch(() => {});
    }
  }

  async #beat(engine: Engine): Promise<void> {
    try {
      await engine.putGlobalDocument(this.#name, Buffer.from('{"format":1}'), this.#version);
      this.#version = (this.#version ?? 0) + 1;
    } catch (error) {
      if (!isSojournError(error) || error.code !== 'commit-conflict') throw error;
      // Somebody has taken this process for dead.
      this.#version = (await engine.globalDocument(this.#name))?.version ?? null;
    }
    if (this.#movable.current === engine && (await hasMoved(engine))) this.#movable.moved = true;
  }

  /** Versions by name. */
  async #others(engine: Engine): Promise<Map<string, number>> {
    const others = new Map<string, number>();
    for (const name of await engine.globalNames(processDocuments, undefined, 1000)) {
      const document = name === this.#name ? undefined : await engine.globalDocument(name);
      if (document) others.set(name, document.version);
    }
    return others;
  }
}

function inUse(): SojournError {
  return new SojournError('conflict', {
    detail: 'other service processes use the store: stop all but this one first',
  });
}

import type { TileElements } from './tile-elements.js';
import { type Tile, tileName } from './tiles.js';

/** Where tiles are kept beyond the life of the process. */
export interface TileStore {
  /** Undefined when the tile is not kept or too old. */
  read(tile: Tile): Promise<TileElements | undefined>;
  write(tiles: readonly (readonly [Tile, TileElements])[]): Promise<void>;
}

/** Tiles in memory: those that were needed last. */
const mostTiles = 2000;
/** Milliseconds after which the store, which knows how old a tile is, is asked again. */
const memoryLasts = 24 * 3_600_000;

/** Keeps what was learnt about tiles, the most recent in memory, all of it in a store. */
export class TileCache {
  readonly #tiles = new Map<string, { readonly elements: TileElements; readonly until: number }>();
  readonly #store: TileStore | undefined;
  readonly #clock: () => number;

  /** @param store left out when nothing is to be kept @param clock milliseconds */
  constructor(store: TileStore | undefined, clock: () => number) {
    this.#store = store;
    this.#clock = clock;
  }

  async read(tile: Tile): Promise<TileElements | undefined> {
    const name = tileName(tile);
    const kept = this.#tiles.get(name);
    if (kept !== undefined && kept.until > this.#clock()) return kept.elements;
    const stored = await this.#store?.read(tile);
    if (stored !== undefined) this.#keep(name, stored);
    return stored;
  }

  async write(tiles: readonly (readonly [Tile, TileElements])[]): Promise<void> {
    for (const [tile, elements] of tiles) this.#keep(tileName(tile), elements);
    await this.#store?.write(tiles);
  }

  #keep(name: string, elements: TileElements): void {
    this.#tiles.delete(name);
    this.#tiles.set(name, { elements, until: this.#clock() + memoryLasts });
    if (this.#tiles.size > mostTiles) this.#tiles.delete(this.#tiles.keys().next().value!);
  }
}

import type { BoundingBox, TransitStop } from '../../stages/index.js';
import { OverpassClient, type OverpassOptions } from './overpass-client.js';
import { queryText } from './query-text.js';
import { TileCache, type TileStore } from './tile-cache.js';
import { elementsByTile, stopsInBox, type TileElements } from './tile-elements.js';
import { type Tile, tileBox, tileName, tilesOf } from './tiles.js';

/** How many tiles one question is about. */
const tilesPerQuestion = 16;
/** Milliseconds that a server which did not answer is left alone. */
const restAfterFailure = 60_000;

export interface OverpassLookupOptions extends OverpassOptions {
  readonly store?: TileStore;
  /** Told why nobody could be asked. */
  readonly onFailure: (error: unknown) => void;
}

/** Looks stops up at an Overpass server, and remembers what it said. */
export class OverpassLookup {
  readonly #client: OverpassClient;
  readonly #cache: TileCache;
  readonly #options: OverpassLookupOptions;
  #restUntil = 0;

  constructor(options: OverpassLookupOptions) {
    this.#options = options;
    this.#client = new OverpassClient(options);
    this.#cache = new TileCache(options.store, options.clock);
  }

  /** The stops of each box; undefined where the server did not answer. */
  async lookUp(boxes: readonly BoundingBox[]): Promise<(readonly TransitStop[] | undefined)[]> {
    const known = await this.#elementsOf(boxes.flatMap(tilesOf));
    return boxes.map((box) => {
      const tiles = tilesOf(box).map((tile) => known.get(tileName(tile)));
      return tiles.every((tile) => tile !== undefined) ? stopsInBox(box, tiles) : undefined;
    });
  }

  async #elementsOf(tiles: readonly Tile[]): Promise<Map<string, TileElements>> {
    const wanted = new Map(tiles.map((tile) => [tileName(tile), tile]));
    const known = new Map<string, TileElements>();
    const missing: Tile[] = [];
    for (const [name, tile] of wanted) {
      const elements = await this.#read(tile);
      if (elements === undefined) missing.push(tile);
      else known.set(name, elements);
    }
    for (let first = 0; first < missing.length; first += tilesPerQuestion) {
      const asked = missing.slice(first, first + tilesPerQuestion);
      const answered = await this.#ask(asked);
      if (answered === undefined) break;
      asked.forEach((tile, index) => {
        known.set(tileName(tile), answered[index]!);
      });
    }
    return known;
  }

  /** Undefined when the server does not answer, or did not a short while ago. */
  async #ask(tiles: readonly Tile[]): Promise<readonly TileElements[] | undefined> {
    const { clock, onFailure } = this.#options;
    if (clock() < this.#restUntil) return undefined;
    try {
      const answer = elementsByTile(await this.#client.ask(queryText(tiles.map(tileBox))), tiles);
      await this.#keep(tiles, answer);
      return answer;
    } catch (error) {
      this.#restUntil = clock() + restAfterFailure;
      onFailure(error);
      return undefined;
    }
  }

  /** A store that cannot be read costs a question, nothing else. */
  async #read(tile: Tile): Promise<TileElements | undefined> {
    try {
      return await this.#cache.read(tile);
    } catch (error) {
      this.#options.onFailure(error);
      return undefined;
    }
  }

  async #keep(tiles: readonly Tile[], elements: readonly TileElements[]): Promise<void> {
    try {
      await this.#cache.write(tiles.map((tile, index) => [tile, elements[index]!] as const));
    } catch (error) {
      this.#options.onFailure(error);
    }
  }
}

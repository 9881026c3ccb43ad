import type { TransitSettings, TransitStopSource } from '../runner/index.js';
import type { BoundingBox, TransitStop } from '../stages/index.js';
import type { StopIndex } from './files/index.js';
import { OverpassLookup, type TileStore } from './overpass/index.js';

/** What a source needs from outside. */
export interface TransitSourceSurroundings {
  /** Milliseconds; only differences matter. */
  readonly clock: () => number;
  /** Where answers of servers are kept; left out, they are kept in memory alone. */
  readonly store?: TileStore;
  /** Told what files hold once they are read: stops, and those of which it is known what stops there. */
  readonly onRead: (counts: { readonly stops: number; readonly known: number }) => void;
  /** Told why nobody could be asked. Says nothing about where was asked. */
  readonly onFailure: (error: unknown) => void;
}

/** The reference's server, for those who have no key for another one. */
const publicServer = 'https://lz4.overpass-api.de/';
/** Milliseconds after which a file that could not be read is tried again. */
const fileRest = 60_000;

type Found = readonly (readonly TransitStop[] | undefined)[];

/**
 * Looks transit stops up where the setting `transit.stops` says: nowhere (`none`), at the public Overpass server
 * (`overpass`), at one with an address, or in a file or folder. Servers and files are shared by all who name the same.
 */
export function createTransitStopSource(surroundings: TransitSourceSurroundings): TransitStopSource {
  const servers = new Map<string, OverpassLookup>();
  const files = new Map<string, SuppliedStops>();
  return {
    async lookUp(boxes, settings): Promise<Found> {
      const where = settings['transit.stops'];
      if (where === 'none') return boxes.map(() => []);
      if (where === 'overpass' || /^https?:\/\//.test(where)) {
        const address = where === 'overpass' ? publicServer : where;
        return orMade(servers, address, () => serverAt(address, settings, surroundings)).lookUp(boxes);
      }
      return orMade(files, where, () => new SuppliedStops(where, surroundings)).lookUp(boxes);
    },
  };
}

function serverAt(address: string, settings: TransitSettings, surroundings: TransitSourceSurroundings) {
  return new OverpassLookup({
    ...surroundings,
    address,
    interval: settings['transit.overpass.interval'],
    timeout: settings['transit.overpass.timeout'],
  });
}

/** Stops that an operator supplies. They are read when they are first needed. */
class SuppliedStops {
  readonly #path: string;
  readonly #surroundings: TransitSourceSurroundings;
  #index: Promise<StopIndex | undefined> | undefined;
  #restUntil = 0;

  constructor(path: string, surroundings: TransitSourceSurroundings) {
    this.#path = path;
    this.#surroundings = surroundings;
  }

  async lookUp(boxes: readonly BoundingBox[]): Promise<Found> {
    if (this.#index === undefined && this.#surroundings.clock() >= this.#restUntil)
      this.#index = this.#read();
    const index = await this.#index;
    return boxes.map((box) => index?.stopsIn(box));
  }

  async #read(): Promise<StopIndex | undefined> {
    try {
      // The readers of all formats are loaded by those who have a file.
      const { readStops } = await import('./files/index.js');
      const index = await readStops(this.#path);
      this.#surroundings.onRead(index.counts);
      return index;
    } catch (error) {
      const { clock, onFailure } = this.#surroundings;
      this.#restUntil = clock() + fileRest;
      this.#index = undefined;
      onFailure(error);
      return undefined;
    }
  }
}

function orMade<Value>(known: Map<string, Value>, name: string, make: () => Value): Value {
  let value = known.get(name);
  if (value === undefined) {
    value = make();
    known.set(name, value);
  }
  return value;
}

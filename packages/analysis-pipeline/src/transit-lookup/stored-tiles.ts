import { createHash } from 'node:crypto';
import type { DocumentCollection } from '@sojourn/datamodel/client';
import { type Tile, type TileElements, type TileStore, tileName } from './overpass/index.js';

/** Seconds after which a tile is asked for again: stops move seldom. */
const lifetime = 30 * 86_400;
/** Tiles of one document; all documents together hold a few thousand. */
const tilesPerDocument = 16;

interface KeptTile {
  readonly tile: string;
  /** Unix seconds. */
  readonly at: number;
  readonly elements: TileElements;
}

/**
 * Keeps tiles in sealed documents of the store, a bounded number of them. What a document is called says nothing about
 * where its tiles are.
 * @param documents a collection of their own
 * @param clock milliseconds since the epoch
 */
export function storedTiles(
  documents: Pick<DocumentCollection, 'get' | 'put'>,
  clock: () => number,
): TileStore {
  const fresh = async (document: string): Promise<KeptTile[]> => {
    const tiles = ((await documents.get(document))?.value ?? []) as readonly KeptTile[];
    return tiles.filter(({ at }) => at > clock() / 1000 - lifetime);
  };
  return {
    async read(tile) {
      const name = tileName(tile);
      return (await fresh(documentOf(tile))).find((kept) => kept.tile === name)?.elements;
    },
    async write(tiles) {
      for (const [document, more] of byDocument(tiles)) {
        const added = more.map(
          ([tile, elements]): KeptTile => ({ tile: tileName(tile), at: clock() / 1000, elements }),
        );
        const names = new Set(added.map(({ tile }) => tile));
        const kept = (await fresh(document)).filter(({ tile }) => !names.has(tile));
        // Another process may write at the same time; what it loses is asked for once more.
        await documents.put(document, [...kept, ...added].slice(-tilesPerDocument));
      }
    },
  };
}

/** One of 256 names, spread evenly over the map. */
function documentOf(tile: Tile): string {
  return createHash('sha256').update(tileName(tile)).digest('hex').slice(0, 2);
}

type Written = Parameters<TileStore['write']>[0];

function byDocument(tiles: Written): Map<string, Written[number][]> {
  const documents = new Map<string, Written[number][]>();
  for (const written of tiles) {
    const document = documentOf(written[0]);
    const known = documents.get(document);
    if (known === undefined) documents.set(document, [written]);
    else known.push(written);
  }
  return documents;
}

import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { OSMTransform } from 'osm-pbf-parser-node';
import { decidingTagNames, isRoute, isStop, type PlacedElement } from '../placed-element.js';

/** A way of an extract: it is where its nodes are. */
interface Way {
  readonly type: 'way';
  readonly id: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly refs: readonly number[];
}

/**
 * The stops and routes of an OpenStreetMap extract (`.osm.pbf`). The file is read twice, because nodes come before the
 * ways that are made of them; no more of it is held than what counts.
 * @throws Error when it is no such file
 */
export async function readOsmExtract(file: string): Promise<readonly PlacedElement[]> {
  const found: PlacedElement[] = [];
  const ways: Way[] = [];
  await readAll(file, (element) => {
    if (isWay(element)) {
      if (isStop(element)) ways.push(element);
    } else if (isStop(element) || isRoute(element)) found.push(element);
  });
  return ways.length === 0 ? found : [...found, ...(await placed(ways, file))];
}

/** Station buildings with the area that they cover. */
async function placed(ways: readonly Way[], file: string): Promise<PlacedElement[]> {
  const wanted = new Set(ways.flatMap(({ refs }) => refs));
  const nodes = new Map<number, { lat: number; lon: number }>();
  await readAll(file, (element) => {
    const { type, id, lat, lon } = element as PlacedElement;
    if (type === 'node' && wanted.has(id)) nodes.set(id, { lat: lat!, lon: lon! });
  });
  return ways.flatMap(({ refs, ...way }) => {
    // An extract may end in the middle of a way.
    const corners = refs.flatMap((ref) => nodes.get(ref) ?? []);
    if (corners.length === 0) return [];
    const latitudes = corners.map(({ lat }) => lat);
    const longitudes = corners.map(({ lon }) => lon);
    const bounds = {
      minlat: Math.min(...latitudes),
      minlon: Math.min(...longitudes),
      maxlat: Math.max(...latitudes),
      maxlon: Math.max(...longitudes),
    };
    return [{ ...way, bounds }];
  });
}

function isWay(element: PlacedElement | Way): element is Way {
  return element.type === 'way';
}

async function readAll(file: string, take: (element: PlacedElement | Way) => void): Promise<void> {
  await pipeline(createReadStream(file), new SafeTransform(), async (blocks: AsyncIterable<unknown>) => {
    for await (const block of blocks) {
      for (const element of block as (PlacedElement | Way)[]) take(element);
    }
  });
}

/** The parser throws what it does not understand at whoever feeds it; a stream hands errors on. */
class SafeTransform extends OSMTransform {
  constructor() {
    const names = [...decidingTagNames];
    super({ withTags: { node: names, way: names, relation: names }, withInfo: false });
  }

  override _transform(chunk: Buffer, encoding: BufferEncoding, next: (error?: Error | null) => void): void {
    try {
      super._transform(chunk, encoding, next);
    } catch (error) {
      next(error as Error);
    }
  }

  override _flush(next: (error?: Error | null) => void): void {
    try {
      super._flush(next);
    } catch (error) {
      next(error as Error);
    }
  }
}

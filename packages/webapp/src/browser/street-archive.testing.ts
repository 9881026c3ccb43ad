import encoder from 'vt-pbf';

const EXTENT = 4096;
const HEADER = 127;
const NOT_COMPRESSED = 1;
const VECTOR_TILES = 1;

/** A PMTiles archive (version 3) of one tile, the whole world, which is a park all over. */
export function worldOfParks(): Uint8Array {
  const corners = [
    [0, 0],
    [EXTENT, 0],
    [EXTENT, EXTENT],
    [0, EXTENT],
    [0, 0],
  ];
  const park = { type: 3, geometry: [corners], tags: { kind: 'park' } };
  const tile = encoder.fromGeojsonVt({ landuse: { features: [park] } }, { version: 2, extent: EXTENT });
  // One entry: tile 0, once, so long, at the beginning.
  const directory = Uint8Array.from([1, 0, 1, ...varint(tile.length), 1]);
  const metadata = new TextEncoder().encode('{}');
  const sections = [directory.length, metadata.length, 0, tile.length];
  const header = new DataView(new ArrayBuffer(HEADER));
  'PMTiles'.split('').forEach((letter, index) => {
    header.setUint8(index, letter.charCodeAt(0));
  });
  header.setUint8(7, 3);
  let offset = HEADER;
  sections.forEach((length, index) => {
    header.setBigUint64(8 + index * 16, BigInt(offset), true);
    header.setBigUint64(16 + index * 16, BigInt(length), true);
    offset += length;
  });
  for (const field of [72, 80, 88]) header.setBigUint64(field, 1n, true);
  header.setUint8(97, NOT_COMPRESSED);
  header.setUint8(98, NOT_COMPRESSED);
  header.setUint8(99, VECTOR_TILES);
  [-1_800_000_000, -850_000_000, 1_800_000_000, 850_000_000].forEach((degrees, index) => {
    header.setInt32(102 + index * 4, degrees, true);
  });
  return Buffer.concat([new Uint8Array(header.buffer), directory, metadata, tile]);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)];
}

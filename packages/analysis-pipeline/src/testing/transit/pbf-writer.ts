import { deflateSync } from 'node:zlib';
import Pbf from 'pbf';
import type { PlacedElement } from '../../transit-lookup/placed-element.js';

interface Way {
  readonly type: 'way';
  readonly id: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly refs: readonly number[];
}

const memberTypes = ['node', 'way', 'relation'];

/** The bytes of an OpenStreetMap extract: https://wiki.openstreetmap.org/wiki/PBF_Format. */
export function pbfExtract(elements: readonly (PlacedElement | Way)[]): Buffer {
  const header = new Pbf();
  header.writeStringField(4, 'OsmSchema-V0.6');
  return Buffer.concat([
    blob('OSMHeader', Buffer.from(header.finish())),
    ...elements.map((element) => blob('OSMData', block(element))),
  ]);
}

function blob(type: string, content: Buffer): Buffer {
  const body = new Pbf();
  body.writeVarintField(2, content.length);
  body.writeBytesField(3, deflateSync(content));
  const data = Buffer.from(body.finish());
  const head = new Pbf();
  head.writeStringField(1, type);
  head.writeVarintField(3, data.length);
  const header = Buffer.from(head.finish());
  const length = Buffer.alloc(4);
  length.writeUInt32BE(header.length);
  return Buffer.concat([length, header, data]);
}

function block(element: PlacedElement | Way): Buffer {
  const strings = [''];
  const indexOf = (text: string) => strings.push(text) - 1;
  const tags = Object.entries(element.tags ?? {});
  const keys = tags.map(([key]) => indexOf(key));
  const values = tags.map(([, value]) => indexOf(value));
  const field = { node: 1, way: 3, relation: 4 }[element.type]!;
  const content = new Pbf();
  writeElement(element, keys, values, content);
  const group = new Pbf();
  group.writeBytesField(field, content.finish());
  const table = new Pbf();
  for (const text of strings) table.writeBytesField(1, Buffer.from(text));
  const result = new Pbf();
  result.writeBytesField(1, table.finish());
  result.writeBytesField(2, group.finish());
  return Buffer.from(result.finish());
}

function writeElement(
  element: PlacedElement | Way,
  keys: readonly number[],
  values: readonly number[],
  pbf: Pbf,
): void {
  if (element.type === 'node') {
    const { id, lat = 0, lon = 0 } = element as PlacedElement;
    pbf.writeSVarintField(1, id);
    pbf.writePackedVarint(2, [...keys]);
    pbf.writePackedVarint(3, [...values]);
    pbf.writeSVarintField(8, Math.round(lat * 1e7));
    pbf.writeSVarintField(9, Math.round(lon * 1e7));
    return;
  }
  pbf.writeVarintField(1, element.id);
  pbf.writePackedVarint(2, [...keys]);
  pbf.writePackedVarint(3, [...values]);
  if ('refs' in element) {
    pbf.writePackedSVarint(8, differences(element.refs));
    return;
  }
  const members = (element as PlacedElement).members ?? [];
  pbf.writePackedVarint(
    8,
    members.map(() => 0),
  );
  pbf.writePackedSVarint(9, differences(members.map(({ ref }) => ref)));
  pbf.writePackedVarint(
    10,
    members.map(({ type }) => memberTypes.indexOf(type)),
  );
}

function differences(values: readonly number[]): number[] {
  return values.map((value, index) => value - (values[index - 1] ?? 0));
}

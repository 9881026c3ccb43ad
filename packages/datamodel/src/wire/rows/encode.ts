import { exactUtf8 } from '../utf8.js';
import { rowGatherer } from './gather.js';
import { RowColumns, type RowGroup } from './row-columns.js';
import { numbersStart, prefixBytes, type Sections } from './sections.js';
import { writeColumn } from './write-column.js';

const encoder = new TextEncoder();

/**
 * Rows as bytes: lengths of constants, texts and doubles; constants (a JSON list of texts); texts (UTF-8, one after
 * another); then from a multiple of 8 on doubles and after them 32-bit integers, all little-endian. The integers say how to
 * read it: number of rows, number of groups; for each group the length of its layout, which is a text, its number of rows
 * and its columns (`columnForm`); last the group of each row, where there are several. Members keep their order; numbers
 * are exact, but for those in lists of something else than numbers, which have the wire form.
 */
export function encodeRows(rows: readonly object[] | RowColumns): Uint8Array<ArrayBuffer> {
  const columns = rows instanceof RowColumns ? rows : new RowColumns(rows.length, rowGatherer.gather(rows));
  return encodeColumns(columns, false) ?? encodeColumns(columns, true)!;
}

/**
 * @param escaped whether texts become constants, which can say all of them
 * @returns undefined where UTF-8 cannot
 */
function encodeColumns(rows: RowColumns, escaped: boolean): Uint8Array<ArrayBuffer> | undefined {
  const sections: Sections = { constants: [], texts: [], doubles: [], integers: [] };
  writeGroups(rows, sections, escaped);
  const texts = exactUtf8(sections.texts.join(''));
  return texts && assemble(encoder.encode(JSON.stringify(sections.constants)), texts, sections);
}

function writeGroups({ count, groups }: RowColumns, sections: Sections, escaped: boolean): void {
  const { texts, integers } = sections;
  integers.push(count, groups.length);
  for (const { structure, columns, positions } of groups) {
    texts.push(structure);
    integers.push(structure.length, positions.length);
    for (const values of columns) writeColumn(values, sections, escaped);
  }
  if (groups.length > 1) for (const group of groupOfRow(groups, count)) integers.push(group);
}

function groupOfRow(groups: readonly RowGroup[], count: number): Int32Array {
  const numbers = new Int32Array(count);
  for (const [group, { positions }] of groups.entries()) for (const row of positions) numbers[row] = group;
  return numbers;
}

function assemble(constants: Uint8Array, texts: Uint8Array, { doubles, integers }: Sections) {
  const textsEnd = prefixBytes + constants.length + texts.length;
  const doublesStart = numbersStart(textsEnd);
  const integersStart = doublesStart + doubles.length * Float64Array.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(integersStart + integers.length * Int32Array.BYTES_PER_ELEMENT);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, constants.length, true);
  view.setUint32(4, texts.length, true);
  view.setUint32(8, integersStart - doublesStart, true);
  bytes.set(constants, prefixBytes);
  bytes.set(texts, prefixBytes + constants.length);
  new Float64Array(bytes.buffer, doublesStart, doubles.length).set(doubles);
  new Int32Array(bytes.buffer, integersStart).set(integers);
  return bytes;
}

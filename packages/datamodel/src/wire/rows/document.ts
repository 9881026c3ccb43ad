import { SojournError } from '../../errors.js';
import { parseCanonical } from '../parse-canonical.js';
import { stringifyWire } from '../stringify.js';
import { setMember } from '../value.js';
import { decodeColumns, decodeRows } from './decode.js';
import { encodeRows } from './encode.js';
import type { RowColumns } from './row-columns.js';

/** Bytes of the length in front. */
const prefixBytes = 4;

interface DocumentHead {
  /** The members that are not carried as rows. */
  readonly document: object;
  /** Name and size in bytes of each list, in order. */
  readonly lists: readonly (readonly [name: string, bytes: number])[];
}

/**
 * A document of which some members, lists of objects, are carried as rows: length of the head (little-endian), head
 * (JSON), rows of each list.
 * @param lists names of those members, which may be `RowColumns`; one that the document does not have is left out
 */
export function encodeRowsDocument(document: object, lists: readonly string[]): Uint8Array<ArrayBuffer> {
  const rest: Record<string, unknown> = { ...document };
  const rows: [string, Uint8Array][] = [];
  for (const name of lists) {
    const list = rest[name];
    delete rest[name];
    if (list !== undefined) rows.push([name, encodeRows(list as object[] | RowColumns)]);
  }
  const described: DocumentHead = {
    document: rest,
    lists: rows.map(([name, { length }]) => [name, length]),
  };
  const head = new TextEncoder().encode(stringifyWire(described));
  const size = rows.reduce((sum, [, { length }]) => sum + length, prefixBytes + head.length);
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, prefixBytes);
  let position = prefixBytes + head.length;
  for (const [, part] of rows) {
    bytes.set(part, position);
    position += part.length;
  }
  return bytes;
}

/** Lists of a document that were left as columns, by name. They are no members of it. */
const columnLists = Symbol('lists as columns');

/** A list of a document that `decodeRowsDocument` left as columns; undefined when it was not there. */
export function columnListOf(document: object, name: string): RowColumns | undefined {
  return (document as { [columnLists]?: Record<string, RowColumns> })[columnLists]?.[name];
}

/**
 * Inverse of `encodeRowsDocument`.
 * @param asColumns names of lists not to put together; `columnListOf` has them
 * @throws SojournError `request-invalid` when the bytes are none
 */
export function decodeRowsDocument(bytes: Uint8Array, asColumns: readonly string[] = []): object {
  const { head, start } = readHead(bytes);
  const document: Record<string, unknown> = { ...head.document };
  const columns: Record<string, RowColumns> = {};
  let position = start;
  for (const [name, length] of head.lists) {
    const list = bytes.subarray(position, position + length);
    if (asColumns.includes(name)) setMember(columns, name, decodeColumns(list));
    else setMember(document, name, decodeRows(list));
    position += length;
  }
  if (position !== bytes.length) throw invalid();
  if (asColumns.length > 0) Object.assign(document, { [columnLists]: columns });
  return document;
}

function readHead(bytes: Uint8Array): { readonly head: DocumentHead; readonly start: number } {
  try {
    const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
    const start = prefixBytes + length;
    const head = parseCanonical(new TextDecoder().decode(bytes.subarray(prefixBytes, start))) as DocumentHead;
    if (!Array.isArray(head.lists) || !head.lists.every(isList)) throw invalid();
    return { head, start };
  } catch (cause) {
    throw invalid(cause);
  }
}

function isList(list: unknown): boolean {
  return Array.isArray(list) && typeof list[0] === 'string' && Number.isSafeInteger(list[1]) && list[1] >= 0;
}

function invalid(cause?: unknown): SojournError {
  return new SojournError('request-invalid', { detail: 'the document with rows cannot be read', cause });
}

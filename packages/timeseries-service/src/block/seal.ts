import type { Entry } from '@sojourn/datamodel';
import {
  type BlockAbout,
  type BlockHeader,
  type ColumnBlock,
  type SealedBlock,
  type TimeField,
  type TimeRange,
  timeFields,
} from './block.js';
import { damaged } from './damaged.js';
import { codecVersion, formatVersion, readHeader, writeHeader } from './header.js';
import { isHex, toHex } from './hex.js';
import { nodeBlockPort } from './node-port.js';
import type { BlockPort, DataKey } from './port.js';

const none = new Uint8Array();
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Turns entries into one sealed block. */
export function sealBlock(
  entries: readonly Entry[],
  about: BlockAbout,
  key: { readonly version: number; readonly key: DataKey },
  port: BlockPort = nodeBlockPort,
): SealedBlock {
  const plain = encoder.encode(
    JSON.stringify({ entries, arrivals: about.arrivals ? Array.from(about.arrivals) : undefined }),
  );
  const packed = port.deflate(plain, none, about.effort ?? 'small');
  const text = new Uint8Array(packed.length + 4);
  new DataView(text.buffer).setUint32(0, plain.length);
  text.set(packed, 4);
  const id = about.id ?? toHex(port.randomBytes(16));
  const header: BlockHeader = {
    format: formatVersion,
    codec: codecVersion,
    dictionary: 0,
    id,
    person: about.person,
    store: about.store,
    identity: about.identity,
    commit: about.commit,
    generation: about.generation,
    keyVersion: key.version,
    ...summary(entries),
    overlays: about.overlays ?? (about.generation > 0 ? entries.length : 0),
    bytes: text.length + 28,
  };
  const headerBytes = writeHeader(header);
  const nonce = port.randomBytes(12);
  const sealed = port.encrypt(key.key, nonce, headerBytes, text);
  const body = new Uint8Array(nonce.length + sealed.length);
  body.set(nonce);
  body.set(sealed, nonce.length);
  return { id, header: headerBytes, body };
}

function at(entry: unknown, path: string): unknown {
  let value = entry;
  for (const member of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, member)) return undefined;
    value = (value as Record<string, unknown>)[member];
  }
  return value;
}

function summary(entries: readonly Entry[]) {
  const keys = new Map<string, number>();
  const times: Partial<Record<TimeField, TimeRange>> = {};
  let invalid = 0;
  const ids: [string, string] = ['', ''];
  for (const entry of entries) {
    const key = at(entry, 'metadata.key');
    if (typeof key === 'string') keys.set(key, (keys.get(key) ?? 0) + 1);
    if (Object.hasOwn(entry, 'invalid')) invalid++;
    const id = at(entry, '_id.$oid');
    if (isHex(id, 24)) {
      if (ids[0] === '' || id < ids[0]) ids[0] = id;
      if (id > ids[1]) ids[1] = id;
    }
    for (const field of timeFields) {
      const time = at(entry, field);
      if (typeof time !== 'number' || !Number.isFinite(time)) continue;
      const range = times[field];
      times[field] = range
        ? { min: Math.min(range.min, time), max: Math.max(range.max, time), count: range.count + 1 }
        : { min: time, max: time, count: 1 };
    }
  }
  return {
    count: entries.length,
    invalid,
    keys: [...keys.keys()],
    keyCounts: [...keys.values()],
    times,
    ids,
  };
}

/**
 * Opens a sealed block.
 * @throws SojournError `block-damaged` when header, body and key do not belong together
 */
export function openBlock(
  headerBytes: Uint8Array,
  body: Uint8Array,
  key: DataKey,
  port: BlockPort = nodeBlockPort,
): ColumnBlock {
  const header = readHeader(headerBytes);
  if (header.codec !== codecVersion || body.length !== header.bytes || body.length < 32) throw damaged();
  let content: { entries: Entry[]; arrivals?: number[] };
  try {
    const text = port.decrypt(key, body.subarray(0, 12), headerBytes, body.subarray(12));
    const length = new DataView(text.buffer, text.byteOffset).getUint32(0);
    content = JSON.parse(decoder.decode(port.inflate(text.subarray(4), none, length)));
  } catch {
    throw damaged();
  }
  const { entries } = content;
  return {
    header,
    count: entries.length,
    ids: () => entries.map((entry) => (at(entry, '_id.$oid') as string | undefined) ?? ''),
    numbers: (path) =>
      Float64Array.from(entries, (entry) => {
        const value = at(entry, path);
        return typeof value === 'number' ? value : Number.NaN;
      }),
    strings: (path) =>
      entries.map((entry) => {
        const value = at(entry, path);
        return typeof value === 'string' ? value : undefined;
      }),
    has: (path, row) => at(entries[row], path) !== undefined,
    arrivals: () => Float64Array.from(content.arrivals ?? entries.map(() => header.commit)),
    object: (row) => entries[row]!,
    objects: () => entries,
    json: (rows, separator) =>
      encoder.encode(
        (rows ? Array.from(rows, (row) => entries[row]) : entries)
          .map((entry) => JSON.stringify(entry))
          .join(separator),
      ),
  };
}

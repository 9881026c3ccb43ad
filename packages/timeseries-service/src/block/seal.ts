import type { BlockAbout, BlockHeader, ColumnBlock, SealedBlock } from './block.js';
import { readBody, writeBody } from './body.js';
import { compress, currentDictionary, decompress } from './compress.js';
import { damaged } from './damaged.js';
import type { Group } from './gather.js';
import { codecVersion, formatVersion, knownCodecs, readHeader, writeHeader } from './header.js';
import { isHex, toHex } from './hex.js';
import type { UploadIdentities } from './identities.js';
import { OpenBlock } from './open-block.js';
import type { BlockPort, DataKey } from './port.js';
import { summarise } from './summary.js';

/** What sealing and opening need beside entries and key. */
export interface Services {
  readonly port: BlockPort;
  readonly identities: UploadIdentities | undefined;
}

const nonceLength = 12;
const tagLength = 16;

/**
 * Seals entries with the services of a port. The body is the nonce, the ciphertext and the tag.
 * @param groups the entries, taken apart
 */
export function seal(
  groups: readonly Group[],
  about: BlockAbout,
  key: { readonly version: number; readonly key: DataKey },
  services: Services,
): SealedBlock {
  const { port, identities } = services;
  const count = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  if (count === 0) throw new RangeError('a block has at least one entry');
  if (!isHex(about.person, 32) || !isHex(about.id ?? about.person, 32)) {
    throw new RangeError('a person and a block are named by 32 lower-case hexadecimal digits');
  }
  const content = writeBody(groups, about.person, about.arrivals, identities);
  const text = compress(content, about.effort ?? 'small', port);
  const header: BlockHeader = {
    format: formatVersion,
    codec: codecVersion,
    dictionary: currentDictionary,
    id: about.id ?? toHex(port.randomBytes(16)),
    person: about.person,
    store: about.store,
    identity: about.identity,
    commit: about.commit,
    generation: about.generation,
    keyVersion: key.version,
    count,
    overlays: about.overlays ?? (about.generation > 0 ? count : 0),
    bytes: nonceLength + text.length + tagLength,
    ...summarise(groups),
  };
  const headerBytes = writeHeader(header);
  const body = new Uint8Array(header.bytes);
  const nonce = port.randomBytes(nonceLength);
  body.set(nonce);
  body.set(port.encrypt(key.key, nonce, headerBytes, text), nonceLength);
  return { id: header.id, header: headerBytes, body };
}

/**
 * Opens a sealed block with the services of a port.
 * @throws SojournError `block-damaged` when header, body and key do not belong together
 */
export function open(
  headerBytes: Uint8Array,
  body: Uint8Array,
  key: DataKey,
  services: Services,
): ColumnBlock {
  const { port, identities } = services;
  const header = readHeader(headerBytes);
  if (!knownCodecs.has(header.codec) || body.length !== header.bytes) throw damaged();
  if (body.length < nonceLength + tagLength) throw damaged();
  try {
    const nonce = body.subarray(0, nonceLength);
    const text = port.decrypt(key, nonce, headerBytes, body.subarray(nonceLength));
    const content = decompress(text, header.dictionary, port);
    return new OpenBlock(header, readBody(content, header.count, header.person, identities));
  } catch {
    throw damaged();
  }
}

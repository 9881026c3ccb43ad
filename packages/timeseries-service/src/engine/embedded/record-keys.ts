import type { PersonId } from '@sojourn/datamodel';

export function personKey(person: PersonId): Buffer {
  return Buffer.from(person, 'hex');
}

export function blockKey(person: Buffer, id: string): Buffer {
  return Buffer.concat([person, Buffer.from(id, 'hex')]);
}

export function pieceKey(person: Buffer, id: string, piece: number): Buffer {
  return Buffer.concat([person, Buffer.from(id, 'hex'), Buffer.of(piece)]);
}

export function documentKey(person: Buffer, name: string): Buffer {
  return Buffer.concat([person, Buffer.from(name)]);
}

/** All keys that begin with some bytes. No name begins with the byte 255, which UTF-8 does not have. */
export function rangeOf(prefix: Buffer): { start: Buffer; end: Buffer } {
  return { start: prefix, end: Buffer.concat([prefix, Buffer.alloc(17, 255)]) };
}

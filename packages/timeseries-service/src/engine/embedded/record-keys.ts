import type { PersonId } from '@sojourn/datamodel';

/** Key of a person's head: the 16 bytes of the id, with which all their other keys begin. */
export function personKey(person: PersonId): Buffer {
  return Buffer.from(person, 'hex');
}

/** Key of a block's header. */
export function blockKey(person: Buffer, id: string): Buffer {
  return Buffer.concat([person, Buffer.from(id, 'hex')]);
}

/** Key of one piece of a block's body. */
export function pieceKey(person: Buffer, id: string, piece: number): Buffer {
  return Buffer.concat([person, Buffer.from(id, 'hex'), Buffer.of(piece)]);
}

/** Key of a person's document. */
export function documentKey(person: Buffer, name: string): Buffer {
  return Buffer.concat([person, Buffer.from(name)]);
}

/** All keys that begin with some bytes. No name begins with the byte 255, which UTF-8 does not have. */
export function rangeOf(prefix: Buffer): { start: Buffer; end: Buffer } {
  return { start: prefix, end: Buffer.concat([prefix, Buffer.alloc(17, 255)]) };
}

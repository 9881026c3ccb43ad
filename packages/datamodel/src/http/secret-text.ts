import { z } from 'zod';

/** 32 bytes as base64url text on the wire, as bytes in a program: halves of an X25519 key pair. */
export const keyBytesText = z.codec(
  z.string().regex(/^[\w-]{42}[AEIMQUYcgkosw048]$/),
  z.instanceof(Uint8Array).refine((bytes) => bytes.length === 32),
  { decode: toBytes, encode: toText },
);

function toBytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function toText(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

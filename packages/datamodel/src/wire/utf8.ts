const encoder = new TextEncoder();
const loneSurrogate = /\p{Surrogate}/u;

/** A text as UTF-8; undefined where that cannot say it: it has no half of a pair of surrogates. */
export function exactUtf8(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = encoder.encode(text);
  return bytes.length !== text.length && loneSurrogate.test(text) ? undefined : bytes;
}

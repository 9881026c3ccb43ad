import { SojournError } from './errors.js';
import type { Stream } from './stream.js';

/** The streams that a program knows. Keys that are not registered stay valid: the key space is open. */
export interface StreamRegistry {
  /** Adds a stream. @throws SojournError `conflict` when its key is taken by another one */
  register(stream: Stream): void;
  /** The stream that a key belongs to; undefined for an unknown key. */
  get(key: string): Stream | undefined;
  /** All streams, in the order in which they were registered. */
  readonly streams: readonly Stream[];
}

/** A registry with the streams that are given; `standardStreams.streams` are those of the platform. */
export function createStreamRegistry(streams: Iterable<Stream> = []): StreamRegistry {
  const byKey = new Map<string, Stream>();
  const families: Stream[] = [];
  const all: Stream[] = [];

  function register(stream: Stream): void {
    const present = byKey.get(stream.key);
    if (present === stream) return;
    if (present !== undefined)
      throw new SojournError('conflict', { detail: `stream ${stream.key} is registered` });
    byKey.set(stream.key, stream);
    if (stream.pattern !== undefined) families.push(stream);
    all.push(stream);
  }

  for (const stream of streams) register(stream);
  return {
    register,
    get: (key) => byKey.get(key) ?? families.find(({ pattern }) => pattern?.test(key)),
    streams: all,
  };
}

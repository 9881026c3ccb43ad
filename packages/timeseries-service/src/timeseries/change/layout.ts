import { type Arrival, fullBlock } from './seal-entries.js';

/** Streams with at least so many entries get blocks of their own. */
export const ownBlock = fullBlock / 2;

/**
 * Decides which entries share blocks: those of a stream that has enough of them, in order of `write_ts` and `_id`; all
 * others together.
 */
export function layOut(arrivals: readonly Arrival[]): {
  readonly own: Arrival[][];
  readonly mixed: Arrival[];
} {
  const streams = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    const { key } = arrival.incoming;
    const stream = streams.get(key);
    if (stream) stream.push(arrival);
    else streams.set(key, [arrival]);
  }
  const own: Arrival[][] = [];
  const mixed: Arrival[] = [];
  for (const stream of streams.values()) {
    if (stream.length < ownBlock) {
      mixed.push(...stream);
      continue;
    }
    stream.sort(byWriteTime);
    own.push(...evenParts(stream));
  }
  return { own, mixed: mixed.sort(byWriteTime) };
}

/** Parts of nearly the same size, none above a full block. */
export function evenParts(stream: readonly Arrival[]): Arrival[][] {
  const parts = Math.ceil(stream.length / fullBlock);
  return Array.from({ length: parts }, (_, part) =>
    stream.slice(
      Math.round((part * stream.length) / parts),
      Math.round(((part + 1) * stream.length) / parts),
    ),
  );
}

export function byWriteTime({ incoming: one }: Arrival, { incoming: other }: Arrival): number {
  const difference = one.writeTime - other.writeTime;
  if (difference !== 0) return difference;
  return one.id < other.id ? -1 : 1;
}

import type { Entry } from '@sojourn/datamodel';
import type { Streams } from './differences.js';

/** Whether a phone has sent an entry. */
export function isFromPhone({ metadata }: Entry): boolean {
  return metadata.platform !== 'server';
}

/** What runs have derived, by stream; how long they took is left out. */
export function derivedStreams(entries: Iterable<Entry>): Streams {
  const streams: Record<string, Entry[]> = {};
  for (const entry of entries) {
    const { key } = entry.metadata;
    if (isFromPhone(entry) || key.startsWith('stats/')) continue;
    streams[key] ??= [];
    streams[key].push(entry);
  }
  return streams;
}

import type { Entry } from '@sojourn/datamodel';
import { setMember } from '@sojourn/datamodel/wire';

/** Times from here on are taken to be milliseconds (the year 5138 in seconds). */
const millisecondsFrom = 1e11;

/** An entry as it is sent: members that the server sets are absent or ignored. */
export interface SentEntry {
  metadata: Entry['metadata'];
  data: Entry['data'];
}

/**
 * What happens to every uploaded entry before it is judged: milliseconds in `metadata.write_ts` and `data.ts` become
 * seconds, and in statistics, points in member names become underscores. Changes the entry in place.
 * @returns what takes the changes back, or undefined when there were none
 */
export function normaliseSent(entry: SentEntry): (() => void) | undefined {
  const { metadata, data } = entry;
  const { write_ts: writeTs } = metadata;
  const { ts } = data;
  const key: unknown = metadata.key;
  const longWrite = typeof writeTs === 'number' && writeTs >= millisecondsFrom;
  const longTime = typeof ts === 'number' && ts >= millisecondsFrom;
  const statistics = typeof key === 'string' && key.includes('stats');
  if (!longWrite && !longTime && !statistics) return undefined;
  if (longWrite) metadata.write_ts = writeTs / 1000;
  if (longTime) data.ts = ts / 1000;
  if (statistics) entry.data = withoutPoints(data);
  return () => {
    if (longWrite) metadata.write_ts = writeTs;
    if (longTime) data.ts = ts;
    entry.data = data;
  };
}

/** A copy in which no member name at any level has a point; members of lists stay as they are. */
function withoutPoints(object: Record<string, unknown>): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(object)) {
    const nested = typeof value === 'object' && value !== null && !Array.isArray(value);
    setMember(
      copy,
      name.replaceAll('.', '_'),
      nested ? withoutPoints(value as Record<string, unknown>) : value,
    );
  }
  return copy;
}

/** Server-owned times of a profile, Unix seconds. */
export type Marks = Readonly<Record<string, number>>;

/** The times that a call of the reference API leaves in the profile. */
export function marksOfCall(path: string, now: number): Marks {
  return {
    last_call_ts: now,
    ...(path.includes('usercache') ? { last_sync_ts: now } : {}),
    ...(path.startsWith('/usercache/put') ? { last_put_ts: now } : {}),
    ...(path === '/pipeline/get_range_ts' ? { last_diary_fetch_ts: now } : {}),
  };
}

/**
 * The times that an upload leaves in the profile: `write_ts` of its last entry and `data.ts` of its last
 * location. A batch without a location says nothing about the last one.
 * @param values the entries as they were sent, in order; any shape
 * @param now Unix seconds
 */
export function marksOfUpload(values: readonly unknown[], now: number): Marks {
  const lastWritten = timeAt(values.at(-1), 'metadata', 'write_ts', now);
  const lastLocation = values.findLast(
    (value) => memberAt(value, 'metadata', 'key') === 'background/location',
  );
  const lastLocated = timeAt(lastLocation, 'data', 'ts', now);
  return {
    ...(lastWritten === undefined ? {} : { last_phone_data_ts: lastWritten }),
    ...(lastLocated === undefined ? {} : { last_location_ts: lastLocated }),
  };
}

/** Times from here on are taken to be milliseconds, as at the upload itself. */
const MILLISECONDS_FROM = 1e11;
/** Seconds by which a phone's clock may be ahead; a mark further on would stand there until then. */
const CLOCK_TOLERANCE = 86_400;

function timeAt(value: unknown, outer: string, inner: string, now: number): number | undefined {
  const number = memberAt(value, outer, inner);
  if (typeof number !== 'number') return undefined;
  const time = number >= MILLISECONDS_FROM ? number / 1000 : number;
  return time <= now + CLOCK_TOLERANCE ? time : undefined;
}

function memberAt(value: unknown, outer: string, inner: string): unknown {
  return memberOf(memberOf(value, outer), inner);
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

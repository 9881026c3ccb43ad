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
 */
export function marksOfUpload(values: readonly unknown[]): Marks {
  const lastWritten = numberAt(values.at(-1), 'metadata', 'write_ts');
  const lastLocation = values.findLast(
    (value) => memberAt(value, 'metadata', 'key') === 'background/location',
  );
  const lastLocated = numberAt(lastLocation, 'data', 'ts');
  return {
    ...(lastWritten === undefined ? {} : { last_phone_data_ts: lastWritten }),
    ...(lastLocated === undefined ? {} : { last_location_ts: lastLocated }),
  };
}

/** Times from here on are taken to be milliseconds, as at the upload itself. */
const MILLISECONDS_FROM = 1e11;

function numberAt(value: unknown, outer: string, inner: string): number | undefined {
  const number = memberAt(value, outer, inner);
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
  return number >= MILLISECONDS_FROM ? number / 1000 : number;
}

function memberAt(value: unknown, outer: string, inner: string): unknown {
  return memberOf(memberOf(value, outer), inner);
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

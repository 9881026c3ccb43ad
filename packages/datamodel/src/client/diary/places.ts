import type { Entry } from '../../entry.js';
import { type DiaryReader, idAt, listEntries, numberAt } from './reader.js';

/** The place of a level that nobody has left yet. */
export async function lastPlace(person: DiaryReader, key: string): Promise<Entry | undefined> {
  const [place] = await listEntries(person, {
    keys: [key],
    where: [{ 'data.exit_ts': { $exists: false } }],
    orderBy: 'data.enter_ts',
    descending: true,
    limit: 1,
  });
  return place;
}

/** The place of a level at which everything begins. */
export async function firstPlace(person: DiaryReader, key: string): Promise<Entry | undefined> {
  const [place] = await listEntries(person, {
    keys: [key],
    where: [{ 'data.enter_ts': { $exists: false } }],
    orderBy: 'data.exit_ts',
    limit: 1,
  });
  return place;
}

/**
 * The last place before a moment: the one in which the person was then; else where the trip began on which they were;
 * else the last place, when it was entered before.
 * @param time Unix seconds
 */
export async function placeBefore(
  person: DiaryReader,
  keys: { readonly place: string; readonly trip: string },
  time: number,
): Promise<Entry | undefined> {
  const within = (start: string, end: string) => [{ [start]: { $lt: time }, [end]: { $gt: time } }];
  const [place] = await listEntries(person, {
    keys: [keys.place],
    where: within('data.enter_ts', 'data.exit_ts'),
    limit: 1,
  });
  if (place) return place;
  const [trip] = await listEntries(person, {
    keys: [keys.trip],
    where: within('data.start_ts', 'data.end_ts'),
    limit: 1,
  });
  const start = trip && idAt(trip, 'start_place');
  if (start !== undefined) {
    const [from] = await listEntries(person, {
      keys: [keys.place],
      where: [{ _id: { $oid: start } }],
      limit: 1,
    });
    if (from) return from;
  }
  const last = await lastPlace(person, keys.place);
  return last && (numberAt(last, 'enter_ts') ?? Number.NEGATIVE_INFINITY) < time ? last : undefined;
}

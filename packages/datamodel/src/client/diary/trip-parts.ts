import type { Entry } from '../../entry.js';
import { PredictedMode } from '../../streams/enums.js';
import { type DiaryReader, idAt, listEntries, numberAt } from './reader.js';

/** Sections of a trip, the earliest first. @param key level; default the cleaned one */
export function sectionsOfTrip(
  person: DiaryReader,
  trip: string,
  key = 'analysis/cleaned_section',
): Promise<Entry[]> {
  return listEntries(person, {
    keys: [key],
    where: [{ 'data.trip_id': { $oid: trip } }],
    orderBy: 'data.start_ts',
  });
}

/** Stops of a trip, the earliest first. @param key level; default the cleaned one */
export function stopsOfTrip(
  person: DiaryReader,
  trip: string,
  key = 'analysis/cleaned_stop',
): Promise<Entry[]> {
  return listEntries(person, {
    keys: [key],
    where: [{ 'data.trip_id': { $oid: trip } }],
    orderBy: 'data.enter_ts',
  });
}

/** The inferred section that was made from a cleaned one. */
export async function inferredSectionOf(person: DiaryReader, cleaned: string): Promise<Entry | undefined> {
  const [section] = await listEntries(person, {
    keys: ['analysis/inferred_section'],
    where: [{ 'data.cleaned_section': { $oid: cleaned } }],
    limit: 1,
  });
  return section;
}

/** Modes of cleaned sections by their ids, as codes of `PredictedMode`; UNKNOWN for one without inferred section. */
export async function inferredModesOf(
  person: DiaryReader,
  cleaned: readonly string[],
): Promise<Map<string, number>> {
  const modes = new Map(cleaned.map((id) => [id, PredictedMode.UNKNOWN as number]));
  const sections = await listEntries(person, {
    keys: ['analysis/inferred_section'],
    where: [{ 'data.cleaned_section': { $in: cleaned.map((id) => ({ $oid: id })) } }],
  });
  for (const section of sections) {
    const [id, mode] = [idAt(section, 'cleaned_section'), numberAt(section, 'sensed_mode')];
    if (id !== undefined && mode !== undefined) modes.set(id, mode);
  }
  return modes;
}

/** The time query that finds the points of a trip or section: `data.ts` from its start to its end. */
export function pointsOf(entry: Entry): { field: 'data.ts'; start: number; end: number } {
  const [start, end] = [numberAt(entry, 'start_ts'), numberAt(entry, 'end_ts')];
  if (start === undefined || end === undefined) throw new RangeError('the entry has no start and end');
  return { field: 'data.ts', start, end };
}

import type { Entry, PhoneEntry } from '@sojourn/datamodel';
import { type Place, type Position, readPosition } from '../trips/index.js';
import { isSamePlace } from './habits.js';

/** A person's own name for a place. */
export interface OwnName {
  readonly text: string;
  readonly position: Position;
  /** Ties a deletion to what it deletes. */
  readonly matchId: string;
  readonly writtenTs: number;
}

/** Names are additions to a stay: a study's own survey about places has another slot and is left alone. */
export const ownNameStream = 'manual/place_addition_input';
/** Name of the survey whose only answer is a name. */
export const ownNameSurvey = 'PlaceName';

/** Seconds between two entries that are written at once: their times are what tells them apart. */
const INSTANT = 0.001;

/** The names that hold now, of all that were given and taken back. */
export function ownNamesOf(entries: readonly (Entry | PhoneEntry)[]): OwnName[] {
  const given: OwnName[] = [];
  const deleted = new Set<string>();
  for (const { metadata, data } of entries) {
    const { name, label, match_id: matchId, status, loc } = data;
    if (metadata.key !== ownNameStream || name !== ownNameSurvey || typeof matchId !== 'string') continue;
    const position = readPosition(loc);
    if (status === 'DELETED') deleted.add(matchId);
    else if (position && typeof label === 'string' && label !== '') {
      given.push({ text: label, position, matchId, writtenTs: metadata.write_ts });
    }
  }
  return given.filter(({ matchId }) => !deleted.has(matchId)).sort((a, b) => a.writtenTs - b.writtenTs);
}

/** What somebody last called the place at a position. */
export function ownNameAt(names: readonly OwnName[], position: Position): OwnName | undefined {
  return names.findLast((name) => isSamePlace(name.position, position));
}

/** What has to be stored so that a place has another name, or its own none. @param now Unix seconds */
export function renaming(
  place: Place,
  text: string,
  { names, matchId, now }: { names: readonly OwnName[]; matchId: string; now: number },
): PhoneEntry[] {
  const old = names.filter(({ position }) => isSamePlace(position, place.position));
  const deletions = old.map((name, index) =>
    entryOf(place, name, { now: now + index * INSTANT, status: 'DELETED' }),
  );
  if (text === '') return deletions;
  const name = { text, position: place.position, matchId };
  return [...deletions, entryOf(place, name, { now: now + old.length * INSTANT, status: 'ACTIVE' })];
}

function entryOf(
  { enter, exit }: Place,
  { text, position, matchId }: Omit<OwnName, 'writtenTs'>,
  { now, status }: { now: number; status: 'ACTIVE' | 'DELETED' },
): PhoneEntry {
  return {
    metadata: {
      key: ownNameStream,
      type: 'message',
      platform: 'web',
      write_ts: now,
      read_ts: 0,
      time_zone: (enter ?? exit)?.zone ?? 'UTC',
    },
    data: {
      ...(enter ? { start_ts: enter.ts } : {}),
      ...(exit ? { end_ts: exit.ts } : {}),
      label: text,
      name: ownNameSurvey,
      version: 1,
      match_id: matchId,
      status,
      loc: { type: 'Point', coordinates: [...position] },
    },
  };
}

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { PersonClient } from '@sojourn/datamodel/client';
import { type Period, rangeOf } from './periods.js';
import { textLines } from './text-lines.js';

/** Whose archives, and where their files are. */
export interface ArchivePlace {
  readonly person: PersonClient;
  /** Folder of all archives; each person has one of their own in it. */
  readonly folder: string;
  readonly signal?: AbortSignal;
}

/** The folder of a person's archives. */
export function folderOf({ person, folder }: ArchivePlace): string {
  return join(folder, person.id);
}

/** Path of a file of a person. */
export function pathOf(place: ArchivePlace, file: string): string {
  return join(folderOf(place), file);
}

/** What is stored of a period as it was sensed and said, a line of JSON an entry, in order of (write_ts, `_id`). */
export function storedLines({ person }: ArchivePlace, period: Period): AsyncGenerator<string> {
  return textLines(person.streamBytes({ keys: null, stores: ['raw'], time: rangeOf(period) }));
}

/** Tells lines of JSON from each other. */
export function digestOf(line: string): string {
  return createHash('sha256').update(line).digest('base64');
}

/** The streams of what phones sensed: these leave the store. What people said and how phones are set up stays. */
const sensed = /^(background|statemachine)\//;

/** The id of an entry that phones sensed; undefined for any other. @param line JSON of the entry */
export function sensedId(line: string): string | undefined {
  const { _id, metadata } = JSON.parse(line) as { _id: { $oid: string }; metadata: { key: string } };
  return sensed.test(metadata.key) ? _id.$oid : undefined;
}

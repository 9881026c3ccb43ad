import type { PersonId } from '@sojourn/datamodel';

/** Version of the form of a backup folder; a newer one is refused. */
export const BACKUP_FORMAT = 1;

/** Where a block lies in a backup: number of the file, offset and length in bytes, SHA-256 in base64url. */
export type BlockPlace = readonly [id: string, file: number, offset: number, length: number, digest: string];

/** First line of a snapshot. */
export interface BeginRecord {
  readonly format: number;
  /** When the snapshot was begun, ISO 8601. */
  readonly taken: string;
}

/** A document that belongs to no person, sealed. Bytes are in base64. */
export interface GlobalRecord {
  readonly global: string;
  readonly bytes: string;
}

/** A person at one moment, sealed. Bytes are in base64. */
export interface PersonRecord {
  readonly person: PersonId;
  /** Version of the head: the same version is the same person. */
  readonly version: number;
  readonly head: string;
  readonly documents: Readonly<Record<string, string>>;
  readonly blocks: readonly BlockPlace[];
}

/** Last line of a snapshot. */
export interface EndRecord {
  readonly people: number;
  readonly blocks: number;
  /** SHA-256 in base64url over all lines before this one. */
  readonly digest: string;
}

export type SnapshotRecord = BeginRecord | GlobalRecord | PersonRecord;

/** What a snapshot or a restoration has dealt with. */
export interface BackupCounts {
  readonly people: number;
  readonly blocks: number;
}

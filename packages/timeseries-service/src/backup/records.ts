import { z } from 'zod';

/** Version of the form of a backup folder; a newer one is refused. */
export const BACKUP_FORMAT = 1;

/** Where a block lies in a backup: number of the file, offset and length in bytes, SHA-256 in base64url. */
export type BlockPlace = readonly [id: string, file: number, offset: number, length: number, digest: string];

const id = z.string().regex(/^[0-9a-f]{32}$/);
const blockPlaceShape = z.tuple([id, z.int().positive(), z.int().nonnegative(), z.int().min(4), z.string()]);

/** First line of a snapshot. */
export interface BeginRecord {
  readonly format: number;
  /** When the snapshot was begun, ISO 8601. */
  readonly taken: string;
}

/** A document that belongs to no person, sealed. Bytes are in base64. */
export const globalRecordShape = z.object({ global: z.string().min(1), bytes: z.base64() }).readonly();
export type GlobalRecord = z.output<typeof globalRecordShape>;

/** A person at one moment, sealed. Bytes are in base64. */
export const personRecordShape = z
  .object({
    person: id,
    /** Version of the head: the same version is the same person. */
    version: z.int().positive(),
    head: z.base64(),
    documents: z.record(z.string(), z.base64()).readonly(),
    blocks: z.array(blockPlaceShape.readonly()).readonly(),
  })
  .readonly();
export type PersonRecord = z.output<typeof personRecordShape>;

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

import type { KeyObject } from 'node:crypto';
import { type PersonId, SojournError } from '@sojourn/datamodel';
import { openBytes, sealBytes } from '../../keys/index.js';
import type { Lease, StageState } from '../timeseries.js';

/**
 * The one document of a person that every commit rewrites. It is sealed with a key that the server always has, so it
 * holds times and numbers only, nothing of what a person did.
 */
export interface Head {
  readonly format: 1;
  /** Number of the last commit that changed data. */
  readonly sequence: number;
  /** Sequence that the last run had considered. */
  readonly processedSequence: number;
  /** What the store must hold: number of blocks and keyed sum over them. */
  readonly live: { readonly blocks: number; readonly sum: string };
  /** Hashes of the person's documents by name. */
  readonly documents: Readonly<Record<string, string>>;
  readonly states: Readonly<Record<string, StageState>>;
  readonly lease: Lease | null;
  /** The last fencing token that was given out. */
  readonly fences: number;
  /** Server-owned times of the profile, Unix seconds. */
  readonly marks: Readonly<Record<string, number>>;
  /** When the oldest upload came that no run has considered; Unix seconds. */
  readonly waitingSince: number | null;
}

/** The head of a person who has nothing yet. */
export const emptyHead: Head = {
  format: 1,
  sequence: 0,
  processedSequence: 0,
  live: { blocks: 0, sum: '0' },
  documents: {},
  states: {},
  lease: null,
  fences: 0,
  marks: {},
  waitingSince: null,
};

/** @param version of the engine, bound into the seal so that an older head cannot stand for a newer one */
export function sealHead(head: Head, person: PersonId, version: number, key: KeyObject): Uint8Array {
  return sealBytes(key, context(person, version), Buffer.from(JSON.stringify(head)));
}

/** @throws SojournError `head-damaged` */
export function openHead(bytes: Uint8Array, person: PersonId, version: number, key: KeyObject): Head {
  const plain = openBytes(key, context(person, version), bytes);
  if (!plain) throw new SojournError('head-damaged');
  return JSON.parse(plain.toString()) as Head;
}

function context(person: PersonId, version: number): string {
  return `sojourn/head/1/${person}/${version}`;
}

import { createHash, type KeyObject } from 'node:crypto';
import { type PersonId, SojournError } from '@sojourn/datamodel';
import { openBytes, sealBytes } from '../../keys/index.js';
import type { Position } from './block-cursor.js';
import type { ReadPlan } from './plan.js';

/** Where a page begins, and the sequence up to which its query shows entries. */
export interface PageStart {
  readonly after: Position;
  readonly until: number;
}

/** Writes cursors that nobody can read or alter, and that fit one person and one query only. */
export class PageCursors {
  readonly #context: string;

  constructor(
    private readonly key: KeyObject,
    person: PersonId,
    plan: ReadPlan,
  ) {
    this.#context = `sojourn/cursor/1/${person}/${hashOf(plan)}`;
  }

  write({ after, until }: PageStart): string {
    const time = Buffer.alloc(8);
    time.writeDoubleBE(after.time);
    const text = JSON.stringify([time.toString('hex'), after.id, after.store, until]);
    return sealBytes(this.key, this.#context, Buffer.from(text)).toString('base64url');
  }

  /** @throws SojournError `cursor-invalid` */
  read(cursor: string): PageStart {
    const plain = openBytes(this.key, this.#context, Buffer.from(cursor, 'base64url'));
    if (!plain) throw new SojournError('cursor-invalid');
    const [time, id, store, until] = JSON.parse(plain.toString()) as [
      string,
      string,
      Position['store'],
      number,
    ];
    return { after: { time: Buffer.from(time, 'hex').readDoubleBE(), id, store }, until };
  }
}

/** Stands for all that a query means. */
export function hashOf(plan: ReadPlan): string {
  const { keys, windows, filters, hints, ...rest } = plan;
  const parts = [
    keys ? [...keys].sort() : null,
    windows.map(({ field, start, end }) => [field, String(start), String(end)]),
    filters.map(({ text }) => text),
    rest,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

import { createHash } from 'node:crypto';
import { isSojournError, SojournError } from '@sojourn/datamodel';
import { type Engine, moveDocument } from '../engine/index.js';

/** Document that no two stores have alike. */
const ownDocument = 'keys/store';

/** What an engine says about a move. */
export interface MoveMark {
  readonly format: 1;
  /** `from`: the store has left this engine. `to`: it is on its way to this engine, which holds parts of it. */
  readonly direction: 'from' | 'to';
  /** Which store. */
  readonly store: string;
}

export async function readMark(engine: Engine): Promise<MoveMark | undefined> {
  const document = await engine.globalDocument(moveDocument);
  return document && (JSON.parse(Buffer.from(document.bytes).toString()) as MoveMark);
}

/** Sets the mark, or takes it away. */
export async function writeMark(engine: Engine, mark: MoveMark | undefined): Promise<void> {
  const bytes = mark ? Buffer.from(JSON.stringify(mark)) : null;
  for (;;) {
    const known = await engine.globalDocument(moveDocument);
    if (!known && !bytes) return;
    try {
      await engine.putGlobalDocument(moveDocument, bytes, known?.version ?? null);
      return;
    } catch (error) {
      if (!isSojournError(error) || error.code !== 'commit-conflict') throw error;
    }
  }
}

/** Tells one store from all others. @returns undefined for one that holds nothing yet */
export async function storeOf(engine: Engine): Promise<string | undefined> {
  const document = await engine.globalDocument(ownDocument);
  return document && createHash('sha256').update(document.bytes).digest('hex').slice(0, 32);
}

/**
 * Looks at an engine that is about to be used.
 * @returns whether its store has moved on, so that it may be read but not written to
 * @throws SojournError `store-incomplete` when its store has not arrived as a whole
 */
export async function hasMoved(engine: Engine): Promise<boolean> {
  const mark = await readMark(engine);
  if (mark?.direction === 'to') throw new SojournError('store-incomplete');
  return mark?.direction === 'from';
}

import { type Entry, SojournError } from '@sojourn/datamodel';
import type { PersonState } from '../person/person-state.js';
import { locate } from './locate.js';
import { retryReplaced } from './retry.js';

/** The entry with an `_id`, invalid or not. @throws SojournError `block-damaged` when it may have been in one */
export async function findEntry(state: PersonState, id: string, key?: string): Promise<Entry | undefined> {
  state.assertOpen();
  return retryReplaced(async () => {
    const found = await locate(
      state,
      new Set([id]),
      ['usercache', 'raw', 'analysis'],
      key ? new Set([key]) : undefined,
    );
    const entries = (found.get(id) ?? []).map(({ opened, row }) => opened.object(row));
    const entry = entries.find(({ metadata }) => key === undefined || metadata.key === key);
    if (!entry && mayBeDamaged(state, id)) throw new SojournError('block-damaged');
    return entry;
  });
}

function mayBeDamaged(state: PersonState, id: string): boolean {
  const damaged = new Set(state.damage.map(({ block }) => block));
  return state.blocks.some((block) => {
    const [first, last] = block.header.ids;
    return damaged.has(block.id) && id >= first && id <= last;
  });
}

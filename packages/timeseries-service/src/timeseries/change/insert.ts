import { randomFillSync } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type Entry, type PersonId, validateEntry } from '@sojourn/datamodel';
import { createObjectIdSource, stringifyWire } from '@sojourn/datamodel/wire';
import type { PersonState } from '../person/person-state.js';
import { locate } from '../read/locate.js';
import type { InsertOutcome } from '../timeseries.js';
import { Draft } from './draft.js';
import { waitingSince } from './import.js';
import { ownEntry } from './own-entry.js';

/**
 * Adds entries in server form; none takes the place of another. One that is bad goes to quarantine, one of somebody else
 * nowhere. Runs alone on the person's state.
 * @returns what became of each, in order
 */
export async function insertEntries(state: PersonState, sent: readonly unknown[]): Promise<InsertOutcome[]> {
  const draft = await Draft.begin(state);
  const nextId = createObjectIdSource(state.context.clock, randomFillSync);
  const fresh = new Map<string, { readonly entry: Entry; readonly index: number }>();
  const outcomes: InsertOutcome[] = [];
  for (const [index, value] of sent.entries()) {
    if (!belongsTo(value, state.id)) {
      outcomes[index] = { outcome: 'refused', code: 'entry-field-invalid', path: 'user_id' };
      continue;
    }
    const entry = ownEntry(value, state.id, nextId);
    const verdict = validateEntry(state.context.streams, entry, { form: 'server' });
    if (!verdict.ok) {
      const { code, path } = verdict;
      outcomes[index] = { outcome: 'quarantined', code, path };
      draft.reject({ raw: stringifyWire(value as never), code, path });
      continue;
    }
    const good = entry as Entry;
    const id = good._id.$oid;
    const earlier = fresh.get(id);
    if (earlier) outcomes[index] = { id, outcome: sameness(earlier.entry, good) };
    else fresh.set(id, { entry: good, index });
  }
  const known = await locate(state, fresh, ['usercache', 'raw', 'analysis']);
  for (const [id, { entry, index }] of fresh) {
    const [stored] = known.get(id) ?? [];
    if (stored) {
      outcomes[index] = { id, outcome: sameness(stored.opened.object(stored.row), entry) };
      continue;
    }
    outcomes[index] = { id, outcome: 'inserted' };
    draft.place(entry, 'id', draft.sequence);
  }
  const change = await draft.finish();
  if (change) await state.apply({ ...change, head: { ...change.head, waitingSince: waitingSince(state) } });
  return outcomes;
}

function sameness(one: Entry, other: Entry): 'unchanged' | 'exists' {
  return isDeepStrictEqual(one, other) ? 'unchanged' : 'exists';
}

/** Whether an entry says that it belongs to the person, or says nothing. */
export function belongsTo(value: unknown, person: PersonId): boolean {
  const owner = (value as { user_id?: { $uuid?: unknown } | null } | null)?.user_id;
  if (owner === undefined || owner === null) return true;
  return typeof owner.$uuid === 'string' && owner.$uuid.toLowerCase().replaceAll('-', '') === person;
}

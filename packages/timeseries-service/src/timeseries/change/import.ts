import { randomFillSync } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type Entry, validateEntry } from '@sojourn/datamodel';
import { createObjectIdSource, stringifyWire } from '@sojourn/datamodel/wire';
import type { PersonState } from '../person/person-state.js';
import { locate } from '../read/locate.js';
import type { ImportOutcome, QuarantinedItem } from '../timeseries.js';
import { Draft } from './draft.js';
import { ownEntry } from './own-entry.js';

/** Stores entries in server form, each in place of the one with its `_id`. Runs alone on the person's state. */
export async function importEntries(state: PersonState, entries: readonly unknown[]): Promise<ImportOutcome> {
  const draft = await Draft.begin(state);
  const nextId = createObjectIdSource(state.context.clock, randomFillSync);
  const quarantined: QuarantinedItem[] = [];
  const wanted = new Map<string, Entry>();
  for (const [index, sent] of entries.entries()) {
    const entry = ownEntry(sent, state.id, nextId);
    const verdict = validateEntry(state.context.streams, entry, { form: 'server' });
    if (verdict.ok) {
      wanted.set((entry as Entry)._id.$oid, entry as Entry);
      continue;
    }
    const { code, path } = verdict;
    quarantined.push({ index, code, path });
    draft.reject({ raw: stringifyWire(sent as never), code, path });
  }
  const known = await locate(state, wanted, ['usercache', 'raw', 'analysis']);
  const counts = { inserted: 0, replaced: 0, unchanged: 0 };
  for (const [id, entry] of wanted) {
    const versions = known.get(id);
    if (!versions) {
      draft.place(entry, 'id', draft.sequence);
      counts.inserted++;
      continue;
    }
    const { opened, row, block } = versions[0]!;
    if (isDeepStrictEqual(opened.object(row), entry)) {
      counts.unchanged++;
      continue;
    }
    counts.replaced++;
    for (const version of versions) draft.remove(version);
    draft.place(entry, block.header.identity, opened.arrivals()[row]!);
  }
  const change = await draft.finish();
  if (change) await state.apply({ ...change, head: { ...change.head, waitingSince: waitingSince(state) } });
  return { ...counts, quarantined };
}

/** Since when something waits for a run, if it waits from now on at the latest. Unix seconds. */
export function waitingSince(state: PersonState): number {
  return state.head.waitingSince ?? state.context.clock() / 1000;
}

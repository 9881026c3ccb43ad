import type { Entry, EntryData } from '@sojourn/datamodel';
import { rawPlaceKey } from '../stream-keys.js';
import type { EntryChanges } from '../working-set.js';
import type { Chain } from './chain.js';

const links = ['start_place', 'end_place', 'starting_trip', 'ending_trip'] as const;

/**
 * The least change that turns the stored part of a chain into the part that was derived anew. A trip that starts, and a
 * place that is entered, at the same time as a stored one keeps its id, so that whatever refers to it stays attached.
 * @param stored trips, untracked periods and places that the new part stands for, the place it goes on from included
 */
export function reconcile(stored: readonly Entry[], { created, continued }: Chain): EntryChanges {
  const insert: Entry[] = [];
  const replace: Entry[] = [];
  const successors = new Map<string, Entry[]>();
  const byId = new Map<string, Entry>();
  for (const entry of stored) {
    byId.set(entry._id.$oid, entry);
    if (entry._id.$oid === continued?._id.$oid) continue;
    const name = identityOf(entry);
    const namesakes = successors.get(name);
    if (namesakes === undefined) successors.set(name, [entry]);
    else namesakes.push(entry);
  }
  const renamed = new Map<string, string>();
  const predecessors = created.map((entry) => {
    const old = successors.get(identityOf(entry))?.shift();
    if (old !== undefined) renamed.set(entry._id.$oid, old._id.$oid);
    return old;
  });
  created.forEach((entry, index) => {
    const data = relink(entry.data, renamed);
    const old = predecessors[index];
    if (old === undefined) insert.push({ ...entry, data });
    else if (!isSame(old.data, data)) replace.push({ ...old, data });
  });
  if (continued !== undefined) {
    const data = relink(continued.data, renamed);
    if (!isSame(byId.get(continued._id.$oid)?.data, data)) replace.push({ ...continued, data });
  }
  return { insert, replace, remove: [...successors.values()].flat() };
}

function identityOf({ metadata: { key }, data }: Entry): string {
  return `${key} ${key === rawPlaceKey ? data.enter_ts : data.start_ts}`;
}

function relink(data: EntryData, renamed: ReadonlyMap<string, string>): EntryData {
  const relinked = { ...data };
  for (const link of links) {
    const id = renamed.get((data[link] as { $oid?: string } | undefined)?.$oid ?? '');
    if (id !== undefined) relinked[link] = { $oid: id };
  }
  return relinked;
}

/** Whether two payloads say the same, whatever the order of their members. */
function isSame(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every(
      (name) =>
        Object.hasOwn(right, name) &&
        isSame((left as Record<string, unknown>)[name], (right as Record<string, unknown>)[name]),
    )
  );
}

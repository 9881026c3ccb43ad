import type { Entry } from '@sojourn/datamodel';
import { idOf } from '../link.js';
import { rawPlaceKey } from '../stream-keys.js';
import type { EntryChanges } from '../working-set.js';

/** What a stage has derived anew. */
export interface Derived {
  readonly insert?: readonly Entry[];
  /** New content of entries that stay. */
  readonly replace?: readonly Entry[];
}

/**
 * The least change that turns what is stored into what was derived anew. What is the same thing at the same time as
 * something stored keeps its id, so that whatever refers to it stays attached.
 * @param superseded entries that the new ones stand for
 * @param storedForm an entry as it is stored now, for those that were derived anew in place
 */
export function reconcile(
  superseded: readonly Entry[],
  { insert: created = [], replace: continued = [] }: Derived,
  storedForm: (entry: Entry) => Entry | undefined,
): Required<Omit<EntryChanges, 'invalidate' | 'passOver'>> {
  const stored = new Namesakes(superseded);
  const renamed = new Map<string, string>();
  const predecessors = new Map<Entry, Entry>();
  const createdIds = new Set(created.map(({ _id }) => _id.$oid));
  // What belongs to something else is known by that, which has to have its name before.
  for (const belongs of [false, true]) {
    const unmatched = created.filter((entry) => belongs === (ownerOf(entry) !== undefined));
    for (const exactly of [true, false]) {
      for (const entry of unmatched) {
        if (predecessors.has(entry)) continue;
        const old = stored.take(identityOf(entry, renamed), exactly ? endOf(entry) : undefined);
        if (old === undefined) continue;
        predecessors.set(entry, old);
        renamed.set(entry._id.$oid, old._id.$oid);
      }
    }
    for (const [entry, old] of predecessors) renameLeftOut(entry, old, renamed, createdIds);
  }
  const insert: Entry[] = [];
  const replace: Entry[] = [];
  for (const entry of created) {
    const data = relink(entry.data, renamed);
    const old = predecessors.get(entry);
    if (old === undefined) insert.push({ ...entry, data });
    else if (!isSame(old.data, data)) replace.push({ ...old, data });
  }
  for (const entry of continued) {
    const data = relink(entry.data, renamed);
    if (!isSame(storedForm(entry)?.data, data)) replace.push({ ...entry, data });
  }
  return { insert, replace, remove: stored.rest(), derivedAgain: renamed.values() };
}

/** A section that a stop follows may not be stored itself; its points are known by the name that the stop has for it. */
function renameLeftOut(
  entry: Entry,
  old: Entry,
  renamed: Map<string, string>,
  createdIds: ReadonlySet<string>,
): void {
  const [now, before] = [idOf(entry.data.ending_section), idOf(old.data.ending_section)];
  if (now !== undefined && before !== undefined && !createdIds.has(now)) renamed.set(now, before);
}

const noRenaming: ReadonlyMap<string, string> = new Map();

/** Stored entries by what makes them the same thing; a place without duration shares it with the one after. */
class Namesakes {
  readonly #byName = new Map<string, Entry[]>();

  constructor(entries: readonly Entry[]) {
    for (const entry of entries) {
      const name = identityOf(entry, noRenaming);
      const namesakes = this.#byName.get(name);
      if (namesakes === undefined) this.#byName.set(name, [entry]);
      else namesakes.push(entry);
    }
  }

  /** Takes an entry of a name out. @param end the end that it must have; any when left out */
  take(name: string, end?: string): Entry | undefined {
    const namesakes = this.#byName.get(name) ?? [];
    const index = end === undefined ? 0 : namesakes.findIndex((entry) => endOf(entry) === end);
    return index < 0 ? undefined : namesakes.splice(index, 1)[0];
  }

  rest(): Entry[] {
    return [...this.#byName.values()].flat();
  }
}

function endOf({ data }: Entry): string {
  return `${data.end_ts ?? data.exit_ts}`;
}

/** What makes an entry the same thing: its stream, its time, and what it belongs to. */
function identityOf(entry: Entry, renamed: ReadonlyMap<string, string>): string {
  const { metadata, data } = entry;
  const time = metadata.key === rawPlaceKey ? data.enter_ts : (data.start_ts ?? data.enter_ts ?? data.ts);
  const owner = ownerOf(entry);
  return `${metadata.key} ${time} ${owner === undefined ? '' : (renamed.get(owner) ?? owner)}`;
}

/** The section that a point or a smoothing belongs to. */
function ownerOf({ data }: Entry): string | undefined {
  return (data.section as { $oid?: string } | undefined)?.$oid;
}

/** A payload with the new names of what it refers to, in copies of other entries that it holds as well. */
function relink<Value>(value: Value, renamed: ReadonlyMap<string, string>): Value {
  if (renamed.size === 0 || typeof value !== 'object' || value === null) return value;
  const id = renamed.get((value as { $oid?: string }).$oid ?? '');
  if (id !== undefined) return { $oid: id } as Value;
  if (Array.isArray(value)) {
    return typeof value[0] === 'object' ? (value.map((part) => relink(part, renamed)) as Value) : value;
  }
  const relinked: Record<string, unknown> = {};
  for (const member in value) relinked[member] = relink(value[member], renamed);
  return relinked as Value;
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

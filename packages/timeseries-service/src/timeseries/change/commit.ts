import { randomFillSync } from 'node:crypto';
import { type Entry, SojournError } from '@sojourn/datamodel';
import { createObjectIdSource } from '@sojourn/datamodel/wire';
import type { PersonState, StateChange } from '../person/person-state.js';
import { type Located, locate } from '../read/locate.js';
import type { Commit, StageState } from '../timeseries.js';
import { Draft } from './draft.js';
import { type DrainedRow, drain } from './drain.js';
import { entryOf, type Incoming, incomingEntry, isInvalid } from './incoming.js';
import { incomingRows } from './incoming-rows.js';
import { assertLease } from './lease.js';
import { type MovedRow, movedRows } from './moved-rows.js';
import { ownerOf } from './owner.js';
import { patched, profileDocument, readProfile } from './profile.js';

const longTerm = ['raw', 'analysis'] as const;
const everywhere = ['usercache', ...longTerm] as const;

/** Carries out everything that a run changes as one durable commit. Runs alone on the person's state. */
export async function commitChange(
  state: PersonState,
  change: Commit,
): Promise<{ readonly sequence: number }> {
  if (change.fence !== undefined) assertLease(state, change.fence);
  if (change.expectSequence !== undefined && change.expectSequence !== state.head.sequence) {
    throw new SojournError('commit-conflict');
  }
  const draft = await Draft.begin(state);
  const move = change.move ?? [];
  const drained = await drain(state, draft, [...move, ...(change.drain ?? [])]);
  const moved = movedRows(drained.rows.slice(0, move.length).filter((row) => row !== undefined));
  const others = drained.rows.slice(move.length).filter((row) => row !== undefined);
  await insert(state, draft, [moved.entries, incomingOf(state, change)], others, drained.superseded);
  await replace(state, draft, change.replace ?? []);
  await invalidate(state, draft, change.invalidate ?? []);
  await remove(state, draft, change.remove ?? []);
  for (const { raw, code, path = '' } of [...moved.failed, ...(change.quarantine ?? [])])
    draft.reject({ raw, code, path });
  const blocks = await draft.finish();
  await state.apply(await withHead(state, change, blocks));
  return { sequence: state.head.sequence };
}

function incomingOf(state: PersonState, { insert = [], insertRows }: Commit): Incoming[] {
  const nextId = createObjectIdSource(state.context.clock, randomFillSync);
  const own = (sent: Entry) => ownEntry(state, sent, nextId);
  const entries = insert.map((sent) => incomingEntry(own(sent)));
  return insertRows === undefined ? entries : [...entries, ...incomingRows(insertRows, state.id, own)];
}

/**
 * @param moved what became of drained rows
 * @param sent what came with the commit: it counts more
 * @param others drained rows that were not moved
 */
async function insert(
  state: PersonState,
  draft: Draft,
  [moved, sent]: readonly [readonly MovedRow<DrainedRow>[], readonly Incoming[]],
  others: readonly DrainedRow[],
  superseded: ReadonlySet<string>,
): Promise<void> {
  const fresh = new Map<string, { readonly incoming: Incoming; row: DrainedRow | undefined }>();
  for (const { incoming, row } of moved) fresh.set(incoming.id, { incoming, row });
  for (const incoming of sent) {
    const { id } = incoming;
    if (!superseded.has(id)) fresh.set(id, { incoming, row: fresh.get(id)?.row });
  }
  for (const row of others) {
    const found = fresh.get(row.id);
    if (found !== undefined) found.row = row;
  }
  const known = await locate(state, fresh, longTerm);
  for (const [id, { incoming, row }] of fresh) {
    const versions = known.size === 0 ? [] : (known.get(id) ?? []);
    for (const version of versions) draft.remove(version);
    const [before] = versions;
    const identity = row ? 'upload' : (before?.block.header.identity ?? 'id');
    const stays = row?.invalid !== undefined && !isInvalid(incoming);
    const placed = stays ? incomingEntry({ ...entryOf(incoming), invalid: row.invalid }) : incoming;
    // A moved entry keeps its arrival, so that a cursor that was handed out before still leads to it.
    draft.placeIncoming(placed, identity, row?.arrival ?? (before ? arrivalOf(before) : draft.sequence));
  }
}

async function replace(state: PersonState, draft: Draft, entries: readonly Entry[]): Promise<void> {
  const wanted = new Map(entries.map((entry) => [entry._id.$oid, ownEntry(state, entry)]));
  const known = await locate(state, wanted, longTerm);
  for (const [id, entry] of wanted) {
    const versions = known.get(id);
    if (versions) draft.replace(versions, entry);
    else draft.place(entry, 'id', draft.sequence);
  }
}

async function invalidate(state: PersonState, draft: Draft, ids: readonly string[]): Promise<void> {
  const known = await locate(state, new Set(ids), everywhere);
  for (const versions of known.values()) {
    const { opened, row } = versions[0]!;
    if (!opened.has('invalid', row)) draft.replace(versions, { ...opened.object(row), invalid: true });
  }
}

async function remove(state: PersonState, draft: Draft, ids: readonly string[]): Promise<void> {
  const known = await locate(state, new Set(ids), longTerm);
  for (const versions of known.values()) for (const version of versions) draft.remove(version);
}

async function withHead(
  state: PersonState,
  change: Commit,
  blocks: StateChange | undefined,
): Promise<StateChange> {
  const { head } = state;
  const states: Record<string, StageState> = { ...head.states };
  for (const [stage, next] of Object.entries(change.states ?? {})) {
    if (next) states[stage] = next;
    else delete states[stage];
  }
  const sequence = blocks?.head?.sequence ?? head.sequence;
  const seen = Math.max(head.processedSequence, Math.min(change.processedSequence ?? 0, head.sequence));
  // What a run itself commits is not work for the next one.
  const processedSequence =
    change.processedSequence !== undefined && seen === head.sequence ? sequence : seen;
  const waitingSince = processedSequence === sequence ? null : head.waitingSince;
  const documents = change.profile
    ? await profileDocument(state, patched(await readProfile(state), change.profile))
    : {};
  const lease = change.release ? { lease: null } : {};
  return { ...blocks, head: { sequence, processedSequence, waitingSince, states, ...lease }, documents };
}

/** The entry as this person's, with an `_id`. */
function ownEntry(state: PersonState, entry: Entry, makeId?: () => string): Entry {
  const id = (entry as Partial<Entry>)._id?.$oid ?? makeId?.();
  if (id === undefined) throw new SojournError('entry-field-missing', { detail: '_id' });
  const isOwn = entry.user_id?.$uuid === state.id && Object.keys(entry.user_id).length === 1;
  if (isOwn && entry._id?.$oid === id && Object.keys(entry._id).length === 1) return entry;
  return { ...entry, _id: { $oid: id }, user_id: ownerOf(state.id) };
}

function arrivalOf({ opened, row }: Located): number {
  return opened.arrivals()[row]!;
}

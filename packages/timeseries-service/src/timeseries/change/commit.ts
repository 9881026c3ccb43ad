import { randomFillSync } from 'node:crypto';
import { type Entry, SojournError } from '@sojourn/datamodel';
import { createObjectIdSource } from '@sojourn/datamodel/wire';
import { inboxKeyVersion, type PersonState, type StateChange } from '../person/person-state.js';
import type { IndexedBlock } from '../person/stored-block.js';
import { type Located, locate } from '../read/locate.js';
import type { Commit, StageState } from '../timeseries.js';
import { Draft } from './draft.js';
import { entryOf, type Incoming, incomingEntry, isInvalid } from './incoming.js';
import { incomingRows } from './incoming-rows.js';
import { assertLease } from './lease.js';
import { movedRows, type StoredRow } from './moved-rows.js';
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
  const drained = await drain(state, draft, [...(change.drain ?? []), ...move]);
  const moved = movedRows(move.flatMap(({ id }) => drained.rows.get(id) ?? []));
  await insert(state, draft, [...moved.incoming, ...incomingOf(state, change)], drained);
  await replace(state, draft, change.replace ?? []);
  await invalidate(state, draft, change.invalidate ?? []);
  await remove(state, draft, change.remove ?? []);
  for (const { raw, code, path = '' } of [...moved.failed, ...(change.quarantine ?? [])])
    draft.reject({ raw, code, path });
  const blocks = await draft.finish();
  await state.apply(await withHead(state, change, blocks));
  return { sequence: state.head.sequence };
}

interface DrainedRow extends StoredRow {
  readonly arrival: number;
  /** What its mark `invalid` says, if it has one. */
  readonly invalid: unknown;
}

/** What draining found. */
interface Drained {
  /** Rows taken out, by `_id`. */
  readonly rows: ReadonlyMap<string, DrainedRow>;
  /** Rows that a newer upload has taken the place of. */
  readonly superseded: ReadonlySet<string>;
}

async function drain(
  state: PersonState,
  draft: Draft,
  wanted: NonNullable<Commit['drain']>,
): Promise<Drained> {
  const rows = new Map<string, DrainedRow>();
  const superseded = new Set<string>();
  const drained: Drained = { rows, superseded };
  if (wanted.length === 0) return drained;
  const arrivalOfId = new Map(wanted.map(({ id, arrival }) => [id, arrival]));
  for (const block of usercacheBlocks(state)) {
    const opened = await state.open(block);
    if (!opened) continue;
    const arrivals = opened.arrivals();
    const taken: number[] = [];
    for (const [row, id] of opened.ids().entries()) {
      const expected = arrivalOfId.get(id);
      if (expected === undefined || superseded.has(id)) continue;
      if (!rows.has(id)) {
        const arrival = arrivals[row]!;
        if (arrival !== expected) {
          superseded.add(id);
          continue;
        }
        const isHidden = block.header.invalid > 0 && opened.has('invalid', row);
        rows.set(id, { opened, row, arrival, invalid: isHidden ? opened.object(row).invalid : undefined });
      }
      taken.push(row);
    }
    draft.drain(block, opened, taken);
  }
  return drained;
}

/** The newest versions first, so that the first one found of an entry is the one that counts. */
function usercacheBlocks({ blocks }: PersonState): IndexedBlock[] {
  return blocks
    .filter(({ header }) => header.store === 'usercache' && header.keyVersion !== inboxKeyVersion)
    .sort((one, other) => other.header.generation - one.header.generation);
}

function incomingOf(state: PersonState, { insert = [], insertRows }: Commit): Incoming[] {
  const nextId = createObjectIdSource(state.context.clock, randomFillSync);
  const own = (sent: Entry) => ownEntry(state, sent, nextId);
  const entries = insert.map((sent) => incomingEntry(own(sent)));
  return insertRows === undefined ? entries : [...entries, ...incomingRows(insertRows, state.id, own)];
}

async function insert(
  state: PersonState,
  draft: Draft,
  all: readonly Incoming[],
  { rows, superseded }: Drained,
): Promise<void> {
  const fresh = new Map<string, Incoming>();
  for (const incoming of all) if (!superseded.has(incoming.id)) fresh.set(incoming.id, incoming);
  const known = await locate(state, fresh, longTerm);
  for (const [id, incoming] of fresh) {
    const row = rows.get(id);
    const versions = known.get(id) ?? [];
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

import type { Entry } from '@sojourn/datamodel';
import { stringifyWire } from '@sojourn/datamodel/wire';
import { Turn } from '../../turns.js';
import { Draft } from '../change/draft.js';
import { keepForUnlock } from '../change/inbox.js';
import { latestMarks } from '../person/marks.js';
import type { PersonState } from '../person/person-state.js';
import { locate } from '../read/locate.js';
import type { PutOptions, PutOutcome, UploadItem } from '../timeseries.js';
import { isWithinTime, UploadIds } from './identity.js';
import { type AcceptedItem, readItems, rejectItems } from './read-items.js';
import { isSamePayload } from './same-payload.js';

/** One call of `put`. */
export interface PutRequest {
  readonly items: readonly UploadItem[];
  readonly options: PutOptions;
}

type Fate = 'stored' | 'unchanged' | 'superseded';

/**
 * Stores what several callers sent, with one commit. Runs alone on the person's state.
 * @returns one outcome a request, in their order
 */
export async function putAll(state: PersonState, requests: readonly PutRequest[]): Promise<PutOutcome[]> {
  const read: ReadRequest[] = [];
  for (const { items, options } of requests) {
    read.push(
      options.suspended
        ? { accepted: [], rejected: rejectItems(items, 'subgroup-suspended') }
        : await readItems(items, state.id, state.context.streams),
    );
  }
  if (state.keys.locked) return keepAll(state, requests, read);
  const draft = await Draft.begin(state);
  for (const { rejected } of read) for (const item of rejected) draft.reject(item);
  const fates = await placeAccepted(
    state,
    read.flatMap(({ accepted }) => accepted),
    draft,
  );
  const change = await draft.finish();
  const marks = latestMarks(...requests.map(({ options }) => options.marks));
  if (change) {
    const waitingSince = state.head.waitingSince ?? state.context.clock() / 1000;
    await state.apply({ ...change, head: { ...change.head, marks, waitingSince } });
  } else {
    state.touch(marks);
  }
  let place = 0;
  return read.map(({ accepted, rejected }) => {
    const own = fates.slice(place, place + accepted.length);
    place += accepted.length;
    return outcomeOf(accepted, own, rejected);
  });
}

type ReadRequest = Awaited<ReturnType<typeof readItems>>;

/** While the person is locked every request is sealed as it is, to be judged at the unlock. */
async function keepAll(
  state: PersonState,
  requests: readonly PutRequest[],
  read: readonly ReadRequest[],
): Promise<PutOutcome[]> {
  const outcomes: PutOutcome[] = [];
  for (const [index, { accepted, rejected }] of read.entries()) {
    await setIds(state, accepted);
    const fresh = await keepForUnlock(
      state,
      { kind: 'upload', accepted, rejected },
      requests[index]!.options.marks,
    );
    const fate = fresh ? 'stored' : 'unchanged';
    outcomes.push(outcomeOf(accepted, Array(accepted.length).fill(fate), rejected));
  }
  return outcomes;
}

/** Ids that are made in one go. */
const idsAtOnce = 4096;

/** Gives entries the ids that follow from what they are. */
export async function setIds(state: PersonState, accepted: readonly AcceptedItem[]): Promise<void> {
  const { keys } = state;
  const ids = new UploadIds(keys.servicePurpose('upload-id'), keys.servicePurpose('upload-stream'));
  const turn = new Turn();
  for (let start = 0; start < accepted.length; start += idsAtOnce) {
    if (turn.isOver) await turn.pass();
    const part = accepted.slice(start, start + idsAtOnce);
    const made = ids.make(part.map(({ identity }) => identity));
    for (const [place, { entry }] of part.entries()) entry._id.$oid = made[place]!;
  }
}

function outcomeOf(
  accepted: readonly AcceptedItem[],
  fates: readonly Fate[],
  rejected: PutOutcome['quarantined'],
): PutOutcome {
  const count = (fate: Fate) => fates.reduce((sum, other) => (other === fate ? sum + 1 : sum), 0);
  return {
    stored: count('stored'),
    unchanged: count('unchanged'),
    superseded: count('superseded'),
    quarantined: rejected.map(({ index, code, path }) => ({ index, code, path })),
    outsideTime: accepted.filter(({ identity }) => !isWithinTime(identity.writeTs)).map(({ index }) => index),
  };
}

/** Gives every good entry its id, and drafts what has to be stored of them. */
export async function placeAccepted(
  state: PersonState,
  accepted: readonly AcceptedItem[],
  draft: Draft,
): Promise<Fate[]> {
  await setIds(state, accepted);
  const fates: Fate[] = new Array(accepted.length).fill('stored');
  const newest = new Map<string, number>();
  const earlierSame = new Map<string, { readonly place: number; readonly fate: Fate }[]>();
  const turn = new Turn();
  for (let place = 0; place < accepted.length; place++) {
    if (turn.isOver) await turn.pass();
    const { entry } = accepted[place]!;
    const id = entry._id.$oid;
    const earlier = newest.get(id);
    newest.set(id, place);
    if (earlier === undefined) continue;
    const before = accepted[earlier]!.entry;
    const same = stringifyWire(before as never) === stringifyWire(entry as never);
    fates[place] = same ? 'unchanged' : 'superseded';
    if (!same) supersede(draft, before, id);
    const others = earlierSame.get(id) ?? [];
    earlierSame.set(id, [...others, { place: earlier, fate: fates[place]! }]);
  }
  const stored = await locate(state, newest, ['usercache', 'raw'], streamsOf(accepted));
  for (const [id, versions] of stored) {
    if (turn.isOver) await turn.pass();
    const place = newest.get(id)!;
    const { entry } = accepted[place]!;
    const [current] = versions;
    if (current?.block.header.identity !== 'upload') continue;
    // What came before in the same batch has not been stored either.
    for (const other of earlierSame.get(id) ?? []) fates[other.place] = other.fate;
    if (isSamePayload(current, entry)) {
      newest.delete(id);
      fates[place] = 'unchanged';
      continue;
    }
    const before = current.opened.object(current.row);
    if ('invalid' in before) entry.invalid = before.invalid;
    supersede(draft, before, id);
    for (const version of versions) draft.remove(version);
    fates[place] = 'superseded';
  }
  await addEntries(draft, newest, accepted);
  return fates;
}

/** Streams under which the entries may be stored, before and after a conversion that renames one. */
function streamsOf(accepted: readonly AcceptedItem[]): Set<string> {
  const streams = new Set<string>();
  let last: string | undefined;
  for (const { identity } of accepted) {
    // Entries of a stream mostly come one after the other.
    if (identity.key !== last) streams.add(identity.key);
    last = identity.key;
  }
  if (streams.has('background/activity')) streams.add('background/motion_activity');
  return streams;
}

/** Entries whose ids do not follow time get a block of their own, which keeps the ranges of the others narrow. */
async function addEntries(
  draft: Draft,
  newest: ReadonlyMap<string, number>,
  accepted: readonly AcceptedItem[],
): Promise<void> {
  const within: Entry[] = [];
  const outside: Entry[] = [];
  for (const place of newest.values()) {
    const { entry, identity } = accepted[place]!;
    (isWithinTime(identity.writeTs) ? within : outside).push(entry);
  }
  const about = { store: 'usercache', identity: 'upload', effort: 'fast' } as const;
  if (within.length > 0) await draft.add(within, about);
  if (outside.length > 0) await draft.add(outside, about);
}

function supersede(draft: Draft, loser: Entry, id: string): void {
  const { _id, user_id, ...sent } = loser;
  draft.reject({ raw: stringifyWire(sent), code: 'entry-superseded', path: '', supersededBy: id });
}

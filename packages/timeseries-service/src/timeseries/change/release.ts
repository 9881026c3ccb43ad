import { parseEntryText, type UploadItem } from '@sojourn/datamodel/wire';
import type { PersonState } from '../person/person-state.js';
import { type Located, locate } from '../read/locate.js';
import type { ReleaseOutcome } from '../timeseries.js';
import { placeAccepted, setIds } from '../upload/put.js';
import { type AcceptedItem, readItems } from '../upload/read-items.js';
import { isSamePayload } from '../upload/same-payload.js';
import { Draft } from './draft.js';

/** What another payload has replaced, or the study did not want, stays apart whatever the software can do. */
const staysApart: ReadonlySet<string> = new Set(['entry-superseded', 'subgroup-suspended']);
/** Entries that are tried with one commit. */
const triedTogether = 2000;

/** Says which release has last tried all of a person's quarantine at an unlock. */
const triedDocument = 'quarantine-tried';

/** An entry in quarantine that may be tried again. */
interface Candidate {
  readonly id: string;
  readonly item: UploadItem;
}

/**
 * Tries what is in quarantine again, as if it had just been uploaded: what can be stored now waits in the usercache for
 * the next run, the rest stays where it is. Nothing takes the place of what has been stored under its identity since.
 * Runs alone on the person's state.
 * @throws SojournError `person-locked`
 */
export async function releaseQuarantined(state: PersonState): Promise<ReleaseOutcome> {
  state.assertOpen();
  const candidates = await candidatesOf(state);
  let released = 0;
  for (let start = 0; start < candidates.length; start += triedTogether) {
    released += await release(state, candidates.slice(start, start + triedTogether));
  }
  return { tried: candidates.length, released };
}

/**
 * Tries what is in quarantine again, once a release of the software: when it came, a locked person could not be tried.
 * Runs alone on the person's state.
 * @throws SojournError `person-locked`
 */
export async function releaseForNewSoftware(state: PersonState): Promise<void> {
  const { release } = state.context;
  if (!state.blocks.some(({ header }) => header.store === 'quarantine')) return;
  if ((await state.document(triedDocument)) === release) return;
  await releaseQuarantined(state);
  await state.apply({ documents: { [triedDocument]: await state.sealDocument(triedDocument, release) } });
}

async function candidatesOf(state: PersonState): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const block of state.blocks.filter(({ header }) => header.store === 'quarantine')) {
    if (block.header.keyVersion === 0) continue;
    for (const { _id, data } of (await state.open(block, false))?.objects() ?? []) {
      const { code, raw } = data as { code: string; raw: string };
      if (!staysApart.has(code)) candidates.push({ id: _id.$oid, item: parseEntryText(raw) });
    }
  }
  return candidates;
}

async function release(state: PersonState, candidates: readonly Candidate[]): Promise<number> {
  const items = candidates.map(({ item }) => item);
  const { accepted } = await readItems(items, state.id, state.context.streams);
  const wanted = await withoutRivals(state, accepted);
  if (wanted.length === 0) return 0;
  const draft = await Draft.begin(state);
  await placeAccepted(state, wanted, draft);
  const ids = new Set(wanted.map(({ index }) => candidates[index]!.id));
  for (const versions of (await locate(state, ids, ['quarantine'])).values()) {
    for (const version of versions) draft.remove(version);
  }
  const change = await draft.finish();
  if (change) {
    const waitingSince = state.head.waitingSince ?? state.context.clock() / 1000;
    await state.apply({ ...change, head: { ...change.head, waitingSince } });
  }
  return ids.size;
}

/** Those whose identity nothing else has been stored under. */
async function withoutRivals(state: PersonState, accepted: readonly AcceptedItem[]): Promise<AcceptedItem[]> {
  await setIds(state, accepted);
  const byId = new Map(accepted.map((item) => [item.entry._id.$oid, item]));
  const stored = await locate(state, byId, ['usercache', 'raw']);
  const isRival = (current: Located | undefined, item: AcceptedItem): boolean =>
    current !== undefined && !isSamePayload(current, item.entry);
  return [...byId].filter(([id, item]) => !isRival(stored.get(id)?.[0], item)).map(([, item]) => item);
}

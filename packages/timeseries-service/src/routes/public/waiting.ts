import { isDormant, isSojournError, type PersonId } from '@sojourn/datamodel';
import {
  FAILING_RUNS,
  type FailingRun,
  UNUSED_POINTS,
  type UnusedPoints,
  type WaitingItem,
} from '@sojourn/datamodel/http';
import type { PersonTimeseries, TimeseriesStore, Waiting } from '../../timeseries/index.js';

/** What waits for a person, each with its reason, and nothing that is empty. */
export async function waitingFor(
  store: TimeseriesStore,
  id: PersonId,
  dormantSeconds: number,
): Promise<{ readonly locked: boolean; readonly waiting: WaitingItem[] }> {
  const person = store.person(id);
  const [waiting, failing, unused] = await Promise.all([
    person.waiting(),
    noteOf<FailingRun>(store, FAILING_RUNS, id),
    noteOf<UnusedPoints>(store, UNUSED_POINTS, id),
  ]);
  const mayRun = waiting.usercache.count > 0 && !waiting.locked && waiting.lease === null;
  const dormant = mayRun && (await isAsleep(person, dormantSeconds));
  return { locked: waiting.locked, waiting: itemsOf(waiting, { failing, unused, dormant }) };
}

/** As `waitingFor`, also for a person whose head does not open; nobody must be hidden by their damage. */
export async function waitingEvenDamaged(
  store: TimeseriesStore,
  id: PersonId,
  dormantSeconds: number,
): Promise<{ readonly locked: boolean; readonly waiting: WaitingItem[] }> {
  try {
    return await waitingFor(store, id, dormantSeconds);
  } catch (error) {
    if (!isSojournError(error) || (error.code !== 'head-damaged' && error.code !== 'person-unknown')) {
      throw error;
    }
    const damage: WaitingItem = { what: 'blocks', why: error.code, count: null, since: null };
    return { locked: false, waiting: error.code === 'head-damaged' ? [damage] : [] };
  }
}

/** What the pipeline has noted about a person. */
async function noteOf<Note>(
  store: TimeseriesStore,
  collection: string,
  id: PersonId,
): Promise<Note | undefined> {
  return (await store.documents.get(collection, id))?.value as Note | undefined;
}

async function isAsleep(person: PersonTimeseries, seconds: number): Promise<boolean> {
  if (seconds === 0) return false;
  return isDormant(await person.profile(), await person.states(), seconds);
}

interface Notes {
  readonly failing: FailingRun | undefined;
  readonly unused: UnusedPoints | undefined;
  readonly dormant: boolean;
}

function itemsOf(waiting: Waiting, { failing, unused, dormant }: Notes): WaitingItem[] {
  const { inbox, damage } = waiting;
  const items: WaitingItem[] = [
    entriesItem(waiting, failing, dormant),
    { what: 'sealed-entries', why: 'person-locked', ...inbox },
    ...runItems(failing),
    ...(unused === undefined ? [] : [{ what: 'points', ...unused } as const]),
    ...quarantineItems(waiting),
    ...damage.map(({ code }): WaitingItem => ({ what: 'blocks', why: code, count: 1, since: null })),
  ];
  return items.filter(({ count }) => count !== 0);
}

function entriesItem(waiting: Waiting, failing: FailingRun | undefined, dormant: boolean): WaitingItem {
  const { count, since, due } = waiting.usercache;
  const why = whyNotRun(waiting, failing, dormant);
  const item: WaitingItem = { what: 'entries', why, count, since };
  const isAhead = due !== undefined && why !== 'person-locked';
  return isAhead ? { ...item, why: 'dated-ahead', retryAt: due } : item;
}

function whyNotRun({ locked, lease }: Waiting, failing: FailingRun | undefined, dormant: boolean): string {
  if (locked) return 'person-locked';
  if (lease !== null) return 'run-in-progress';
  if (failing !== undefined && failing.code !== null) return 'run-failing';
  return dormant ? 'dormant' : 'run-due';
}

/** By code, which nobody can read while the person is locked. */
function quarantineItems({ locked, quarantine }: Waiting): WaitingItem[] {
  const { since, count: all, byCode } = quarantine;
  const counts = locked ? { 'person-locked': all } : byCode;
  return Object.entries(counts).map(([why, count]) => ({ what: 'quarantine', why, count, since }));
}

function runItems(failing: FailingRun | undefined): WaitingItem[] {
  if (failing === undefined) return [];
  const { code, stages, since, failures: count, nextTry: retryAt } = failing;
  const item = (why: string): WaitingItem => ({ what: 'run', why, count, since, retryAt });
  return [
    ...(code === null ? [] : [item(code)]),
    ...stages.map(
      ({ stage, code: why, since: first }): WaitingItem => ({ ...item(why), stage, since: first }),
    ),
  ];
}

import { isSojournError, type PersonId, SojournError } from '@sojourn/datamodel';
import type { ChangedPeople } from '@sojourn/datamodel/http';
import type { PersonSummary, TimeseriesStore } from '../../timeseries/index.js';

/** `position` while commits are followed; `position/person` while everybody is told of, after that person. */
const placeSyntax = /^([0-9a-f]{16}\.\d{1,15})(?:\/([0-9a-f]{32}))?$/;

/**
 * People with their sequences: everybody, then those who are written to. Each place says where to go on; one of an
 * earlier process, or of long ago, leads back to everybody.
 * @throws SojournError `cursor-invalid`
 */
export async function changedPeople(
  store: TimeseriesStore,
  place: string | undefined,
  limit: number,
): Promise<ChangedPeople> {
  const { commits } = store;
  if (place === undefined) return everybody(store, commits.position(), undefined, limit);
  const match = placeSyntax.exec(place);
  if (!match) throw new SojournError('cursor-invalid');
  const [, position, last] = match;
  if (last !== undefined) return everybody(store, position!, last, limit);
  const found = commits.after(position!, limit);
  if (!found) return everybody(store, commits.position(), undefined, limit);
  const people: ChangedPeople['people'] = [];
  for (const id of found.people) {
    const summary = await summaryOf(store, id);
    if (summary) people.push({ id, sequence: summary.sequence });
  }
  return { people, next: found.position, more: found.people.length === limit };
}

async function everybody(
  store: TimeseriesStore,
  position: string,
  last: PersonId | undefined,
  limit: number,
): Promise<ChangedPeople> {
  const people: ChangedPeople['people'] = [];
  for await (const { id, sequence } of store.people(last, limit)) people.push({ id, sequence });
  const more = people.length === limit;
  // Whoever was written to while the others were listed comes again.
  return { people, next: more ? `${position}/${people.at(-1)!.id}` : position, more };
}

/** A person may be gone, or damaged, by the time that they are told of. */
async function summaryOf(store: TimeseriesStore, id: PersonId): Promise<PersonSummary | undefined> {
  try {
    return await store.person(id).summary();
  } catch (error) {
    if (isSojournError(error) && (error.code === 'person-unknown' || error.code === 'head-damaged'))
      return undefined;
    throw error;
  }
}

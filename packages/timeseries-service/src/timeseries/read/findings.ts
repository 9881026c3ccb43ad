import { isSojournError, type PersonId } from '@sojourn/datamodel';
import type { People } from '../person/people.js';
import type { PersonFindings } from '../timeseries.js';
import { verifyPerson } from './verify.js';

/** Checks all that is stored of a person; what cannot even be begun is a finding, too. */
export async function findingsOf(person: PersonId, people: People): Promise<PersonFindings> {
  const nothing = { person, blocks: 0, entries: 0, locked: false, damage: [] };
  try {
    const state = await people.get(person);
    const blocks = [...state.blocks];
    const found = {
      person,
      blocks: blocks.length,
      entries: blocks.reduce((sum, { header }) => sum + header.count, 0),
      locked: state.keys.locked,
    };
    return { ...found, damage: found.locked ? [...state.damage] : await verifyPerson(state) };
  } catch (error) {
    if (!isSojournError(error)) throw error;
    if (error.code === 'head-damaged') return { ...nothing, damage: [{ code: error.code }] };
    if (error.code === 'person-locked') return { ...nothing, locked: true };
    throw error;
  }
}

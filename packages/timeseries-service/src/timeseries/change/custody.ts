import type { CustodyChange } from '../../keys/index.js';
import { keyDocumentBytes } from '../person/documents.js';
import type { PersonState } from '../person/person-state.js';

/**
 * Hands the person's data to another custody. The data keys stay the same, so nothing has to be sealed anew; blocks
 * from now on get a key of their own. Retiring the older keys is what rotation will be for.
 * @throws SojournError `person-locked`
 */
export async function changeCustody(state: PersonState, change: CustodyChange): Promise<void> {
  state.assertOpen();
  const document = await state.keys.changeCustody(change);
  const keys = state.keys.withDocument(document);
  await state.apply({ keys, documents: { keys: keyDocumentBytes(document) } });
  if (keys.locked) state.forget();
}

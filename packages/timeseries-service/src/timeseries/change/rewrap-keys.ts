import type { KeyObject } from 'node:crypto';
import { keyDocumentBytes } from '../person/documents.js';
import type { PersonState } from '../person/person-state.js';

/** Wraps a person's keys by a store key, unless they are. The keys themselves stay as they are. */
export async function rewrapKeys(state: PersonState, storeKey: KeyObject): Promise<void> {
  if (state.keys.isWrappedBy(storeKey)) return;
  const keys = await state.keys.wrappedBy(storeKey);
  await state.apply({ keys, documents: { keys: keyDocumentBytes(keys.document) } });
}

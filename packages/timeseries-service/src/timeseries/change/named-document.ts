import { SojournError } from '@sojourn/datamodel';
import type { PersonState } from '../person/person-state.js';
import type { StoredDocument } from '../timeseries.js';

/** Keeps documents that others name apart from the store's own, such as the profile. */
const placeOf = (name: string): string => `named/${name}`;

/** @throws SojournError `person-locked` */
export async function readNamed(state: PersonState, name: string): Promise<StoredDocument | undefined> {
  return (await state.document(placeOf(name))) as StoredDocument | undefined;
}

/**
 * Writes a document; it is no new data, so the person's sequence stays. Within `exclusive`.
 * @returns its version
 * @throws SojournError `version-conflict`, `person-locked`
 */
export async function writeNamed(
  state: PersonState,
  name: string,
  value: unknown,
  expectVersion?: number | null,
): Promise<number> {
  const present = await expectPresent(state, name, expectVersion);
  const document: StoredDocument = { version: (present?.version ?? 0) + 1, value };
  await state.apply({
    documents: { [placeOf(name)]: await state.sealDocument(placeOf(name), document) },
  });
  return document.version;
}

/** Removes a document, if there is one. Within `exclusive`. @throws SojournError `version-conflict`, `person-locked` */
export async function removeNamed(state: PersonState, name: string, expectVersion?: number): Promise<void> {
  if (await expectPresent(state, name, expectVersion))
    await state.apply({ documents: { [placeOf(name)]: null } });
}

async function expectPresent(
  state: PersonState,
  name: string,
  expectVersion: number | null | undefined,
): Promise<StoredDocument | undefined> {
  const present = await readNamed(state, name);
  if (expectVersion !== undefined && (present?.version ?? null) !== expectVersion) {
    throw new SojournError('version-conflict');
  }
  return present;
}

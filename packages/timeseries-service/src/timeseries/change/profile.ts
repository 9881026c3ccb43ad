import { setMember } from '@sojourn/datamodel/wire';
import type { PersonState } from '../person/person-state.js';
import type { Profile } from '../timeseries.js';
import { keepForUnlock } from './inbox.js';

const documentName = 'profile';

/** The profile with the server's own times in it. */
export async function readProfile(state: PersonState): Promise<Profile> {
  return { ...((await state.document(documentName)) as Profile | undefined), ...state.marks };
}

/** Rewrites the profile. @returns what it is afterwards */
export async function changeProfile(
  state: PersonState,
  change: (profile: Readonly<Profile>) => Profile | undefined,
): Promise<Profile> {
  const present = await readProfile(state);
  const next = change(present);
  if (!next) return present;
  await state.apply({ documents: await profileDocument(state, next) });
  return { ...next, ...state.marks };
}

/** A profile as `apply` takes it. The server's times stay in the head. */
export async function profileDocument(
  state: PersonState,
  profile: Profile,
): Promise<Record<string, Uint8Array>> {
  const { marks } = state;
  const kept = Object.fromEntries(Object.entries(profile).filter(([name]) => !Object.hasOwn(marks, name)));
  return { [documentName]: await state.sealDocument(documentName, kept) };
}

/** Replaces members of the profile; while locked, seals the patch to the person instead. */
export async function patchProfile(
  state: PersonState,
  patch: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (state.keys.locked) await keepForUnlock(state, { kind: 'profile', patch });
  else await changeProfile(state, (profile) => patched(profile, patch));
}

/** A copy of a profile with some members replaced; dotted names address nested members. */
export function patched(profile: Readonly<Profile>, patch: Readonly<Record<string, unknown>>): Profile {
  const next = { ...profile };
  for (const [name, value] of Object.entries(patch)) setAt(next, name.split('.'), value);
  return next;
}

function setAt(object: Profile, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    setMember(object, name, value);
    return;
  }
  const present = Object.hasOwn(object, name) ? object[name] : undefined;
  const isNested = typeof present === 'object' && present !== null && !Array.isArray(present);
  const nested: Profile = isNested ? { ...(present as Profile) } : {};
  setAt(nested, rest, value);
  setMember(object, name, nested);
}

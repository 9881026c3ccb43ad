import { useSyncExternalStore } from 'react';

/** What somebody chose on this device. Nothing personal: no token, no data. */
export interface Preferences {
  readonly language: string | undefined;
  readonly theme: 'light' | 'dark' | undefined;
}

const PREFIX = 'sojourn.';
const listeners = new Set<() => void>();

/** A choice that this device remembers, and how to change it; undefined leaves it to the system. */
export function usePreference<Name extends keyof Preferences>(
  name: Name,
): [Preferences[Name], (value: Preferences[Name]) => void] {
  const value = useSyncExternalStore(subscribe, () => localStorage.getItem(PREFIX + name) ?? undefined);
  return [value as Preferences[Name], (chosen) => setPreference(name, chosen)];
}

function setPreference(name: string, value: string | undefined): void {
  if (value === undefined) localStorage.removeItem(PREFIX + name);
  else localStorage.setItem(PREFIX + name, value);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

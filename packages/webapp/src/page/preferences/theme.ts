import { useEffect, useSyncExternalStore } from 'react';
import { usePreference } from './preferences.js';

export type Theme = 'light' | 'dark';

const systemTheme = () => matchMedia('(prefers-color-scheme: dark)');

/** The theme that is shown: the chosen one, else the system's. */
export function useTheme(): Theme {
  const [chosen] = usePreference('theme');
  const system = useSyncExternalStore(
    (listener) => {
      const dark = systemTheme();
      dark.addEventListener('change', listener);
      return () => dark.removeEventListener('change', listener);
    },
    () => (systemTheme().matches ? 'dark' : 'light'),
  );
  return chosen ?? system;
}

/** Shows the document in the theme. */
export function useThemedDocument(): void {
  const [chosen] = usePreference('theme');
  useEffect(() => {
    if (chosen) document.documentElement.dataset.theme = chosen;
    else delete document.documentElement.dataset.theme;
  }, [chosen]);
}

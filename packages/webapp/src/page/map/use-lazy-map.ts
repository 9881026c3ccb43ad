import { type RefObject, useEffect, useRef, useState } from 'react';
import { type Theme, useTheme } from '../preferences/index.js';

interface LazyMap<Made> {
  /** The element that the map is made in. */
  readonly container: RefObject<HTMLDivElement | null>;
  /** Undefined until the map's library has been loaded. */
  readonly map: Made | undefined;
}

/**
 * A map whose code is loaded with it: it is larger than all the rest. Another theme needs another map.
 * @param mayBegin false while what is more important is fetched and drawn; once there, the map stays
 */
export function useLazyMap<Made extends { remove(): void }>(
  load: () => Promise<(container: HTMLElement, theme: Theme) => Made>,
  { mayBegin }: { mayBegin: boolean },
): LazyMap<Made> {
  const container = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<Made>();
  const theme = useTheme();
  const loading = useRef(load);
  const begun = useRef(false);
  begun.current ||= mayBegin;
  const begins = begun.current;
  useEffect(() => {
    if (!begins) return;
    let made: Made | undefined;
    let wanted = true;
    void afterPaint()
      .then(() => loading.current())
      .then((create) => {
        if (!wanted || !container.current) return;
        made = create(container.current, theme);
        setMap(made);
      });
    return () => {
      wanted = false;
      made?.remove();
      setMap(undefined);
    };
  }, [theme, begins]);
  return { container, map };
}

/** Resolves when what has been rendered is on the screen: the map's library would keep it waiting. */
function afterPaint(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

import { useEffect, useRef, useState } from 'react';
import { useTheme } from '../preferences/index.js';
import type { Position, Trip } from '../trips/index.js';
import type { DiaryMap } from './diary-map.js';

interface MapViewProps {
  readonly trips: readonly Trip[];
  /** The map waits while what is more important is fetched and drawn. */
  readonly waits: boolean;
  /** Where the person has been before, `[longitude, latitude]`. */
  readonly trails: readonly (readonly number[])[] | undefined;
  readonly selected: string | undefined;
  readonly hovered: string | undefined;
  onSelect(trip: string | undefined): void;
  onHover(trip: string | undefined): void;
}

/** The map beside the timeline. Its code is loaded with it: it is larger than all the rest. */
export function MapView({ trips, waits, trails, selected, hovered, onSelect, onHover }: MapViewProps) {
  const container = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<DiaryMap>();
  const theme = useTheme();
  const handlers = useRef({ onSelect, onHover });
  handlers.current = { onSelect, onHover };

  // Once it is there, it stays while other days are fetched.
  const begun = useRef(false);
  begun.current ||= !waits;
  const mayBegin = begun.current;

  useEffect(() => {
    if (!mayBegin) return;
    let made: DiaryMap | undefined;
    let wanted = true;
    void afterPaint()
      .then(() => import('./diary-map.js'))
      .then(({ createDiaryMap }) => {
        if (!wanted || !container.current) return;
        made = createDiaryMap(container.current, theme, {
          onSelect: (trip) => handlers.current.onSelect(trip),
          onHover: (trip) => handlers.current.onHover(trip),
        });
        setMap(made);
      });
    return () => {
      wanted = false;
      made?.remove();
      setMap(undefined);
    };
  }, [theme, mayBegin]);

  useEffect(() => map?.show(trips), [map, trips]);
  useEffect(() => map?.trails((trails ?? []) as readonly Position[]), [map, trails]);
  useEffect(() => map?.select(trips.find(({ id }) => id === selected)), [map, trips, selected]);
  useEffect(() => map?.hover(hovered), [map, hovered]);
  return <div className="map" ref={container} />;
}

/** Resolves when what has been rendered is on the screen: the map's library would keep it waiting. */
function afterPaint(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

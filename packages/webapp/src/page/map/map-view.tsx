import { useEffect, useRef, useState } from 'react';
import { useTheme } from '../preferences/index.js';
import type { Position, Trip } from '../trips/index.js';
import type { DiaryMap } from './diary-map.js';

interface MapViewProps {
  readonly trips: readonly Trip[];
  /** Where the person has been before, `[longitude, latitude]`. */
  readonly trails: readonly (readonly number[])[] | undefined;
  readonly selected: string | undefined;
  readonly hovered: string | undefined;
  onSelect(trip: string | undefined): void;
  onHover(trip: string | undefined): void;
}

/** The map beside the timeline. Its code is loaded with it: it is larger than all the rest. */
export function MapView({ trips, trails, selected, hovered, onSelect, onHover }: MapViewProps) {
  const container = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<DiaryMap>();
  const theme = useTheme();
  const handlers = useRef({ onSelect, onHover });
  handlers.current = { onSelect, onHover };

  useEffect(() => {
    let made: DiaryMap | undefined;
    let wanted = true;
    void import('./diary-map.js').then(({ createDiaryMap }) => {
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
  }, [theme]);

  useEffect(() => map?.show(trips), [map, trips]);
  useEffect(() => map?.trails((trails ?? []) as readonly Position[]), [map, trails]);
  useEffect(() => map?.select(trips.find(({ id }) => id === selected)), [map, trips, selected]);
  useEffect(() => map?.hover(hovered), [map, hovered]);
  return <div className="map" ref={container} />;
}

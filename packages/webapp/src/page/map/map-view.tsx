import { useEffect, useRef } from 'react';
import type { Position, Trip } from '../trips/index.js';
import type { DiaryMap } from './diary-map.js';
import { useLazyMap } from './use-lazy-map.js';

interface MapViewProps {
  readonly trips: readonly Trip[];
  /** The map waits while what is more important is fetched and drawn. */
  readonly waits: boolean;
  /** Where the person has been before, `[longitude, latitude]`. */
  readonly trails: readonly (readonly number[])[] | undefined;
  readonly selected: string | undefined;
  readonly hovered: string | undefined;
  /** A position that is pointed at elsewhere: a place, or a moment of a trip. */
  readonly marked: Position | undefined;
  onSelect(trip: string | undefined): void;
  onHover(trip: string | undefined): void;
}

/** The map beside the timeline. */
export function MapView(props: MapViewProps) {
  const { trips, waits, trails, selected, hovered, marked, onSelect, onHover } = props;
  const handlers = useRef({ onSelect, onHover });
  handlers.current = { onSelect, onHover };
  const { container, map } = useLazyMap<DiaryMap>(
    async () => {
      const { createDiaryMap } = await import('./diary-map.js');
      return (element, theme) =>
        createDiaryMap(element, theme, {
          onSelect: (trip) => handlers.current.onSelect(trip),
          onHover: (trip) => handlers.current.onHover(trip),
        });
    },
    { mayBegin: !waits },
  );
  useEffect(() => map?.show(trips), [map, trips]);
  useEffect(() => map?.trails((trails ?? []) as readonly Position[]), [map, trails]);
  useEffect(() => map?.select(trips.find(({ id }) => id === selected)), [map, trips, selected]);
  useEffect(() => map?.hover(hovered), [map, hovered]);
  useEffect(() => map?.mark(marked), [map, marked]);
  return <div className="map" ref={container} />;
}

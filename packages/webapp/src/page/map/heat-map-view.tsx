import { useEffect, useRef, useState } from 'react';
import { useTheme } from '../preferences/index.js';
import type { Position } from '../trips/index.js';
import type { HeatMap } from './heat-map.js';

interface HeatMapViewProps {
  /** `[longitude, latitude]`; undefined while they are fetched. */
  readonly positions: readonly (readonly number[])[] | undefined;
  readonly label: string;
}

/** Where somebody was how much. */
export function HeatMapView({ positions, label }: HeatMapViewProps) {
  const container = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<HeatMap>();
  const theme = useTheme();
  useEffect(() => {
    let made: HeatMap | undefined;
    let wanted = true;
    void import('./heat-map.js').then(({ createHeatMap }) => {
      if (!wanted || !container.current) return;
      made = createHeatMap(container.current, theme);
      setMap(made);
    });
    return () => {
      wanted = false;
      made?.remove();
      setMap(undefined);
    };
  }, [theme]);
  useEffect(() => {
    if (positions) map?.show(positions as readonly Position[]);
  }, [map, positions]);
  return <section className="map" ref={container} aria-label={label} />;
}

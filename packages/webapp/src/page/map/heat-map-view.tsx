import { useEffect } from 'react';
import type { Position } from '../trips/index.js';
import type { HeatMap } from './heat-map.js';
import { useLazyMap } from './use-lazy-map.js';

interface HeatMapViewProps {
  /** `[longitude, latitude]`. */
  readonly positions: readonly (readonly number[])[];
  readonly label: string;
}

/** Where somebody was how much. */
export function HeatMapView({ positions, label }: HeatMapViewProps) {
  const { container, map } = useLazyMap<HeatMap>(async () => (await import('./heat-map.js')).createHeatMap, {
    mayBegin: true,
  });
  useEffect(() => map?.show(positions as readonly Position[]), [map, positions]);
  return (
    <section aria-label={label}>
      <div className="map" ref={container} />
    </section>
  );
}

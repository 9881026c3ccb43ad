import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { Trip } from '../trips/index.js';
import type { Said } from './said.js';
import { UnlabelledTrip } from './unlabelled-trip.js';

/** Pixels until a row has been measured. */
const ESTIMATE = 128;

/** Trips without labels; only those near the window are in the document. */
export function UnlabelledList({ trips, said }: { trips: readonly Trip[]; said: readonly Said[] }) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: trips.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATE,
    getItemKey: (index) => trips[index]!.id,
    overscan: 4,
  });
  return (
    <div className="unlabelled-scroller" ref={scroller}>
      <ul className="unlabelled" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => (
          <li
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            aria-setsize={trips.length}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start}px)` }}
          >
            <UnlabelledTrip trip={trips[index]!} said={said} />
          </li>
        ))}
      </ul>
    </div>
  );
}

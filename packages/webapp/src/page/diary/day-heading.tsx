import { useLanguage } from '../language/index.js';
import type { Trip } from '../trips/index.js';
import { totalsOf } from '../trips/index.js';
import { ShareBar } from './share-bar.js';

/** The beginning of a day among several. */
export function DayHeading({ day, trips }: { day: string; trips: readonly Trip[] }) {
  const { format } = useLanguage();
  const totals = totalsOf(trips);
  return (
    <div className="day-heading">
      <h2>{format.day(day)}</h2>
      <span className="quiet">{format.distance(totals.distance)}</span>
      <ShareBar shares={totals.shares} />
    </div>
  );
}

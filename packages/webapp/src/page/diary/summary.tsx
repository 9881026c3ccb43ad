import { useMemo } from 'react';
import { useLanguage } from '../language/index.js';
import { ModeIcon } from '../modes/index.js';
import type { Trip } from '../trips/index.js';
import { totalsOf } from '../trips/index.js';
import { ShareBar } from './share-bar.js';

/** What the shown days come to, and the legend of the modes at once. */
export function Summary({ trips }: { trips: readonly Trip[] }) {
  const { messages, format } = useLanguage();
  const totals = useMemo(() => totalsOf(trips), [trips]);
  if (totals.trips === 0) return null;
  return (
    <div className="summary">
      <p className="summary-figures">
        <strong>{format.distance(totals.distance)}</strong>
        <span>{format.duration(totals.duration)}</span>
        <span>{messages.diary.trips(totals.trips)}</span>
      </p>
      <ShareBar shares={totals.shares} />
      <ul className="legend" aria-label={messages.diary.legend}>
        {totals.shares.map(({ mode, distance }) => (
          <li key={mode}>
            <ModeIcon mode={mode} />
            {messages.modes[mode]}
            <span className="quiet">{format.distance(distance)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

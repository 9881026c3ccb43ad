import { Link } from '@tanstack/react-router';
import { useLanguage } from '../language/index.js';
import { ModeIcon } from '../modes/index.js';
import { usePlaceName } from '../places/index.js';
import type { Trip } from '../trips/index.js';
import { LabelChips } from './label-chips.js';
import type { Said } from './said.js';

/** A trip that somebody is asked about. */
export function UnlabelledTrip({ trip, said }: { trip: Trip; said: readonly Said[] }) {
  const { messages, format } = useLanguage();
  const from = usePlaceName(trip.from).text;
  const to = usePlaceName(trip.to).text;
  return (
    <article className="unlabelled-trip">
      <header>
        <h2>{messages.diary.tripFromTo(from, to)}</h2>
        <Link to="/" search={{ day: trip.start.day, trip: trip.id }} className="quiet">
          {messages.labels.open}
        </Link>
      </header>
      <p className="trip-modes">
        <span>
          {format.day(trip.start.day)}, {format.clock(trip.start)} – {format.clock(trip.end)}
        </span>
        <span>{format.distance(trip.distance)}</span>
        {trip.shares.map(({ mode }) => (
          <span key={mode} className="trip-mode">
            <ModeIcon mode={mode} />
            {messages.modes[mode]}
          </span>
        ))}
      </p>
      <LabelChips trip={trip} said={said} showAll />
    </article>
  );
}

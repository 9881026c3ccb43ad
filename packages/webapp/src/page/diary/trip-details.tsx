import { useLanguage } from '../language/index.js';
import { ModeIcon } from '../modes/index.js';
import type { Position, Trip } from '../trips/index.js';
import { TripProfile } from './trip-profile.js';

/** What is known of a trip beside its first lines. */
export function TripDetails({ trip, onMark }: { trip: Trip; onMark(position: Position | undefined): void }) {
  const { messages, format } = useLanguage();
  if (trip.kind === 'untracked') return <p className="trip-details quiet">{messages.diary.untrackedHint}</p>;
  return (
    <div className="trip-details">
      <TripProfile trip={trip} onMark={onMark} />
      <ol className="section-list" aria-label={messages.diary.sections}>
        {trip.sections.map((section) => (
          <li key={section.id}>
            <ModeIcon mode={section.mode} />
            <span>{messages.modes[section.mode]}</span>
            <span className="quiet">
              {format.clock(section.start)} – {format.clock(section.end)}
            </span>
            <span className="quiet">{format.distance(section.distance)}</span>
            <span className="quiet">
              {section.duration > 0 && format.speed(section.distance / section.duration)}
            </span>
          </li>
        ))}
      </ol>
      {trip.answers.length > 0 && (
        <>
          <h3>{messages.diary.answers}</h3>
          <dl className="answers">
            {trip.answers.map(({ id, survey, text }) => (
              <div key={id}>
                <dt>{survey}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </div>
  );
}

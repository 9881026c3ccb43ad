import { House, MapPin } from 'lucide-react';
import { useLanguage } from '../language/index.js';
import { ownNameSurvey, usePlaceName } from '../places/index.js';
import type { Place } from '../trips/index.js';
import { PlaceNaming } from './place-naming.js';

/** A stay between two trips. */
export function PlaceRow({ place }: { place: Place }) {
  const { messages, format } = useLanguage();
  const name = usePlaceName(place.position);
  const Icon = name.isHome ? House : MapPin;
  const { enter, exit } = place;
  return (
    <div className="place-row">
      <span className="place-dot" aria-hidden="true">
        <Icon size={14} />
      </span>
      <span className="place-name">{name.text}</span>
      <PlaceNaming place={place} name={name} />
      <span className="quiet">
        {enter && exit
          ? format.duration(exit.ts - enter.ts)
          : enter
            ? messages.diary.since(format.clock(enter))
            : exit
              ? messages.diary.until(format.clock(exit))
              : ''}
      </span>
      {place.answers
        .filter(({ survey }) => survey !== ownNameSurvey)
        .map(({ id, text }) => (
          <span key={id} className="chip">
            {text}
          </span>
        ))}
    </div>
  );
}

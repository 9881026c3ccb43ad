import { House, MapPin } from 'lucide-react';
import { useLanguage } from '../language/index.js';
import { ownNameSurvey, usePlaceName } from '../places/index.js';
import type { Place, Position } from '../trips/index.js';
import { PlaceNaming } from './place-naming.js';

interface PlaceRowProps {
  readonly place: Place;
  onMark(position: Position | undefined): void;
}

/** A stay between two trips; pointed at, it is marked on the map. */
export function PlaceRow({ place, onMark }: PlaceRowProps) {
  const { messages, format } = useLanguage();
  const name = usePlaceName(place.position);
  const Icon = name.isHome ? House : MapPin;
  const { enter, exit } = place;
  return (
    <div
      className="place-row"
      onPointerEnter={() => onMark(place.position)}
      onPointerLeave={() => onMark(undefined)}
    >
      <span className="place-dot" aria-hidden="true">
        <Icon size={14} />
      </span>
      <span className="place-name">{name.text}</span>
      <PlaceNaming
        place={place}
        name={name}
        onFocusChange={(isFocused) => onMark(isFocused ? place.position : undefined)}
      />
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

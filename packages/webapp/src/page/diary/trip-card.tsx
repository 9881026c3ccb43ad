import { CircleSlash } from 'lucide-react';
import { memo } from 'react';
import { LabelChips, type Said } from '../labels/index.js';
import { useLanguage } from '../language/index.js';
import { cssColour, ModeIcon } from '../modes/index.js';
import { usePlaceName } from '../places/index.js';
import type { Position, Trip } from '../trips/index.js';
import { TripDetails } from './trip-details.js';

interface TripCardProps {
  readonly trip: Trip;
  readonly said: readonly Said[];
  readonly isSelected: boolean;
  readonly isHovered: boolean;
  onSelect(trip: string | undefined): void;
  onHover(trip: string | undefined): void;
  onMark(position: Position | undefined): void;
}

/** A trip, or time without tracking; opens to its details. */
export const TripCard = memo(function TripCard(props: TripCardProps) {
  const { trip, said, isSelected, isHovered, onSelect, onHover, onMark } = props;
  const { messages, format } = useLanguage();
  const from = usePlaceName(trip.from).text;
  const to = usePlaceName(trip.to).text;
  const untracked = trip.kind === 'untracked';
  const className = ['trip-card', untracked && 'untracked', isSelected && 'selected', isHovered && 'hovered']
    .filter(Boolean)
    .join(' ');
  const otherDay = trip.end.day !== trip.start.day;
  return (
    <div
      className={className}
      onPointerEnter={() => onHover(trip.id)}
      onPointerLeave={() => onHover(undefined)}
    >
      <Thread trip={trip} />
      <button
        type="button"
        className="trip-open"
        data-trip={trip.id}
        aria-expanded={isSelected}
        onClick={() => onSelect(isSelected ? undefined : trip.id)}
        onFocus={() => onHover(trip.id)}
        onBlur={() => onHover(undefined)}
      >
        <span className="trip-times">
          {format.clock(trip.start)} – {format.clock(trip.end)}
          {otherDay && <span className="quiet"> {format.shortDay(trip.end.day)}</span>}
          {trip.start.zone !== trip.end.zone && (
            <span className="quiet"> {messages.diary.zone(zoneName(trip.end.zone))}</span>
          )}
        </span>
        <span className="trip-measures">
          {untracked ? messages.diary.untracked : format.distance(trip.distance)}
          <span className="quiet">{format.duration(trip.duration)}</span>
        </span>
        <span className="trip-way">{messages.diary.tripFromTo(from, to)}</span>
        <span className="trip-modes">
          {untracked && <CircleSlash size={16} aria-hidden="true" />}
          {trip.shares.map(({ mode }) => (
            <span key={mode} className="trip-mode">
              <ModeIcon mode={mode} />
              {messages.modes[mode]}
            </span>
          ))}
        </span>
      </button>
      {!untracked && <LabelChips trip={trip} said={said} showAll={isSelected} />}
      {isSelected && <TripDetails trip={trip} onMark={onMark} />}
    </div>
  );
});

/** The way through the day, coloured by mode in order of time. */
function Thread({ trip }: { trip: Trip }) {
  if (trip.kind === 'untracked') return <span className="thread dashed" aria-hidden="true" />;
  const parts = trip.sections.length > 0 ? trip.sections : trip.shares;
  return (
    <span className="thread" aria-hidden="true">
      {parts.map((part, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other order than their own
          key={index}
          style={{ flexGrow: Math.max(part.duration, 1), background: cssColour(part.mode) }}
        />
      ))}
    </span>
  );
}

function zoneName(zone: string): string {
  return zone.split('/').at(-1)!.replaceAll('_', ' ');
}

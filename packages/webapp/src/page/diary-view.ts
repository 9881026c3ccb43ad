import { formatDay, formatDistance, formatDuration, groupByDay, type Trip } from './trip.js';

/** Replaces the content of an element by the days and their trips. */
export function showTrips(container: HTMLElement, trips: readonly Trip[]): void {
  container.replaceChildren(
    ...groupByDay(trips).map(({ day, trips: dayTrips }) => {
      const section = document.createElement('section');
      const heading = element('h3', '', formatDay(day));
      const list = document.createElement('ol');
      list.append(...dayTrips.map(tripItem));
      section.append(heading, list);
      return section;
    }),
  );
}

function tripItem(trip: Trip): HTMLElement {
  const item = document.createElement('li');
  const ends = trip.endDay ? `${trip.end} (${formatDay(trip.endDay)})` : trip.end;
  const zones = trip.zone === trip.endZone ? trip.zone : `${trip.zone} to ${trip.endZone}`;
  item.append(
    element('span', 'times', `${trip.start} – ${ends}`),
    element('span', 'zone', zones.replaceAll('_', ' ')),
    element('span', 'measures', `${formatDistance(trip.distance)} · ${formatDuration(trip.duration)}`),
  );
  return item;
}

function element(name: string, className: string, text: string): HTMLElement {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

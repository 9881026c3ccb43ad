import { type Day, formatDay, formatDistance, formatDuration, type Trip } from './trip.js';

/** Adds days and their trips to the end of an element. */
export function appendDays(container: HTMLElement, days: readonly Day[]): void {
  for (const { day, trips } of days) {
    const section = document.createElement('section');
    const list = document.createElement('ol');
    list.append(...trips.map(tripItem));
    section.append(element('h3', '', formatDay(day)), list);
    container.append(section);
  }
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

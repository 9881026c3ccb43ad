import type { Format } from '../format/index.js';
import type { Messages } from '../language/index.js';
import type { Measure } from './search.js';

/** Writes an amount of a measure: metres, seconds, trips, kilowatt-hours or kilograms. */
export function amountText(amount: number, measure: Measure, format: Format, messages: Messages): string {
  switch (measure) {
    case 'distance':
      return format.distance(amount);
    case 'duration':
      return format.duration(amount);
    case 'count':
      return messages.diary.trips(Math.round(amount * 10) / 10);
    case 'energy':
      return `${format.number(amount)} kWh`;
    case 'carbon':
      return `${format.number(amount)} kg CO₂`;
  }
}

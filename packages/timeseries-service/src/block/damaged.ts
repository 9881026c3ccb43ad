import { SojournError } from '@sojourn/datamodel';

/** The one error for bytes that are not what was sealed. It says nothing about what or where. */
export function damaged(): SojournError {
  return new SojournError('block-damaged');
}

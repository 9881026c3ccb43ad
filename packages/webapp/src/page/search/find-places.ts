import { isSamePlace } from '../places/index.js';
import type { Place, Position } from '../trips/index.js';

/** A place that somebody has been to, and when. */
export interface FoundPlace {
  readonly name: string;
  readonly position: Position;
  /** The latest first. */
  readonly stays: readonly Place[];
}

/** Text as it is compared: without case and accents. */
export function foldText(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');
}

/** A stay, what its place is called, and what else it may be looked for by. */
export interface NamedStay {
  readonly stay: Place;
  readonly name: string;
  readonly otherNames?: readonly string[];
}

/**
 * Places whose names, or the answers given there, contain a text; the most frequent first.
 */
export function findPlaces(text: string, named: readonly NamedStay[]): FoundPlace[] {
  const wanted = foldText(text.trim());
  if (wanted === '') return [];
  const found: { name: string; position: Position; stays: Place[] }[] = [];
  for (const { stay, name, otherNames = [] } of named) {
    const texts = [name, ...otherNames, ...stay.answers.map((answer) => answer.text)];
    if (!texts.some((one) => foldText(one).includes(wanted))) continue;
    const known = found.find((place) => isSamePlace(place.position, stay.position));
    if (known) known.stays.unshift(stay);
    else found.push({ name, position: stay.position, stays: [stay] });
  }
  return found.sort((a, b) => b.stays.length - a.stays.length);
}

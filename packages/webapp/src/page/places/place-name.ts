import { useQuery } from '@tanstack/react-query';
import { useLanguage } from '../language/index.js';
import type { Position } from '../trips/index.js';
import { townsAround } from './gazetteer.js';
import { townAt } from './town.js';

export interface PlaceName {
  readonly text: string;
  readonly isHome: boolean;
}

/** Decimals of degrees, some hundred metres, within which a place has one name. */
const DECIMALS = 3;

/** What to call a position; a town of the gazetteer, until something better is known. */
export function usePlaceName([longitude, latitude]: Position): PlaceName {
  const { messages } = useLanguage();
  const rounded: Position = [round(longitude), round(latitude)];
  const { data } = useQuery({
    queryKey: ['town', ...rounded],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => townAt(await townsAround(rounded), rounded) ?? null,
  });
  if (!data) return { text: data === null ? coordinates(rounded) : '…', isHome: false };
  const text = data.direction ? `${data.name}, ${messages.compass[data.direction]}` : data.name;
  return { text, isHome: false };
}

function round(degrees: number): number {
  return Math.round(degrees * 10 ** DECIMALS) / 10 ** DECIMALS;
}

function coordinates([longitude, latitude]: Position): string {
  const north = `${Math.abs(latitude).toFixed(2)}° ${latitude < 0 ? 'S' : 'N'}`;
  return `${north}, ${Math.abs(longitude).toFixed(2)}° ${longitude < 0 ? 'W' : 'E'}`;
}

import { type QueryClient, useQuery } from '@tanstack/react-query';
import { type Messages, useLanguage } from '../language/index.js';
import type { Position } from '../trips/index.js';
import { townsAround } from './gazetteer.js';
import { isSamePlace } from './habits.js';
import { type OwnName, ownNameAt } from './own-name.js';
import { useOwnNames } from './own-names-query.js';
import { useHome } from './stays-query.js';
import { type TownSide, townAt } from './town.js';

export interface PlaceName {
  readonly text: string;
  readonly isHome: boolean;
  /** The person's own name for it, if it has one. */
  readonly own: OwnName | undefined;
}

/** Decimals of degrees, some hundred metres, within which a place has one name. */
const DECIMALS = 3;

/** What to call a position: as the person does, home, or a side of a town of the gazetteer. */
export function usePlaceName(position: Position): PlaceName {
  const { messages } = useLanguage();
  const home = useHome();
  const { data } = useQuery(townQuery(position));
  const own = ownNameAt(useOwnNames(), position);
  const isHome = home !== undefined && isSamePlace(home, position);
  if (own) return { text: own.text, isHome, own };
  if (isHome) return { text: messages.diary.home, isHome, own };
  return { text: data === undefined ? '…' : townText(data, position, messages), isHome, own };
}

/** Names of many places at once, for a search. */
export async function townTexts(
  positions: readonly Position[],
  queries: QueryClient,
  messages: Messages,
): Promise<string[]> {
  return Promise.all(
    positions.map(async (position) =>
      townText(await queries.fetchQuery(townQuery(position)), position, messages),
    ),
  );
}

function townQuery([longitude, latitude]: Position) {
  const rounded: Position = [round(longitude), round(latitude)];
  return {
    queryKey: ['town', ...rounded],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => townAt(await townsAround(rounded), rounded) ?? null,
  };
}

function townText(town: TownSide | null, position: Position, messages: Messages): string {
  if (!town) return coordinates(position);
  return town.direction ? `${town.name}, ${messages.compass[town.direction]}` : town.name;
}

function round(degrees: number): number {
  return Math.round(degrees * 10 ** DECIMALS) / 10 ** DECIMALS;
}

function coordinates([longitude, latitude]: Position): string {
  const north = `${Math.abs(latitude).toFixed(2)}° ${latitude < 0 ? 'S' : 'N'}`;
  return `${north}, ${Math.abs(longitude).toFixed(2)}° ${longitude < 0 ? 'W' : 'E'}`;
}

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { CalendarDays, House, MapPin, SearchX } from 'lucide-react';
import { useMemo } from 'react';
import { Button } from 'react-aria-components';
import { useLanguage } from '../language/index.js';
import { isSamePlace, ownNameAt, townTexts, useAllStays, useHome, useOwnNames } from '../places/index.js';
import { Empty, Loading, Problem } from '../ui/index.js';
import { findDate } from './find-date.js';
import { findPlaces } from './find-places.js';

/** Visits listed of each place. */
const VISITS = 8;

/** Days and places that a text may mean. */
export function SearchResults({ text, onDay }: { text: string; onDay(day: string): void }) {
  const { messages, format } = useLanguage();
  const named = useNamedStays();
  const found = useMemo(() => findPlaces(text, named.data ?? []), [text, named.data]);
  const today = new Date().toISOString().slice(0, 10);
  const day = findDate(text, format.locale, today);
  if (named.isPending) return <Loading />;
  if (named.isError) return <Problem error={named.error} />;
  if (!day && found.length === 0) return <Empty icon={SearchX} title={messages.diary.noMatches(text)} />;
  return (
    <div className="search-results">
      <p className="hidden-visually" role="status">
        {messages.diary.matches(found.length + (day ? 1 : 0))}
      </p>
      {day && (
        <Button className="search-day" onPress={() => onDay(day)}>
          <CalendarDays size={18} aria-hidden="true" />
          {format.day(day)}
          <span className="quiet">{day.slice(0, 4)}</span>
        </Button>
      )}
      {found.map(({ name, position, stays }) => (
        <section key={position.join()}>
          <h2>
            {name === messages.diary.home ? (
              <House size={16} aria-hidden="true" />
            ) : (
              <MapPin size={16} aria-hidden="true" />
            )}
            {name}
            <span className="quiet">{messages.diary.visits(stays.length)}</span>
          </h2>
          <ul>
            {stays.slice(0, VISITS).map(({ id, enter, exit }) => {
              const moment = enter ?? exit;
              return moment ? (
                <li key={id}>
                  <Button className="search-visit" onPress={() => onDay(moment.day)}>
                    {format.briefDate(moment.day)}
                    <span className="quiet">
                      {format.clock(moment)}
                      {enter && exit && ` · ${format.duration(exit.ts - enter.ts)}`}
                    </span>
                  </Button>
                </li>
              ) : null;
            })}
          </ul>
        </section>
      ))}
    </div>
  );
}

function useNamedStays() {
  const { messages } = useLanguage();
  const queries = useQueryClient();
  const home = useHome();
  const own = useOwnNames();
  const stays = useAllStays(true);
  return useQuery({
    queryKey: ['named-stays', messages.tag, stays.dataUpdatedAt, home, own],
    enabled: stays.data !== undefined,
    // Names that become known later must not take the list away from under a finger.
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const all = stays.data!;
      const names = await townTexts(
        all.map(({ position }) => position),
        queries,
        messages,
      );
      return all.map((stay, index) => {
        const town = names[index]!;
        const known = home && isSamePlace(home, stay.position) ? messages.diary.home : town;
        return { stay, name: ownNameAt(own, stay.position)?.text ?? known, otherNames: [known, town] };
      });
    },
  });
}

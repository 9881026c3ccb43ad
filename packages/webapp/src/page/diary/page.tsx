import { useNavigate, useSearch } from '@tanstack/react-router';
import { CalendarOff, Smartphone } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import { rangeAround } from '../format/index.js';
import { useSaid } from '../labels/index.js';
import { useLanguage } from '../language/index.js';
import { MapView } from '../map/index.js';
import { SearchBox, SearchResults } from '../search/index.js';
import { type Position, timelineOf, useLatestDay, useTrails, useTrips } from '../trips/index.js';
import { Empty, Loading, Problem } from '../ui/index.js';
import { DraftNotice } from './draft-notice.js';
import type { DiarySearch } from './search.js';
import { Summary } from './summary.js';
import { TimelineList } from './timeline-list.js';
import { Toolbar } from './toolbar.js';

const none: never[] = [];

/** The home screen: what happened, as a timeline beside a map. */
export function DiaryPage() {
  const { messages } = useLanguage();
  const search: DiarySearch = useSearch({ from: '/' });
  const navigate = useNavigate({ from: '/' });
  const latest = useLatestDay();
  const span = search.span ?? 'day';
  const day = search.day ?? latest.data ?? undefined;
  const range = useMemo(() => (day === undefined ? undefined : rangeAround(day, span)), [day, span]);
  const query = useTrips(range, span);
  const trips = query.data ?? none;
  const trails = useTrails(query.data && day).data;
  const said = useSaid(range).data ?? none;
  const rows = useMemo(() => timelineOf(trips, { headings: span !== 'day' }), [trips, span]);
  const [hovered, setHovered] = useState<string>();
  const [marked, setMarked] = useState<Position>();

  const show = (change: Partial<DiarySearch>) =>
    void navigate({ search: (before: DiarySearch) => ({ ...before, ...change }) });
  const select = (trip: string | undefined) =>
    void navigate({
      search: ({ trip: _, ...before }: DiarySearch) => (trip ? { ...before, trip } : before),
      replace: true,
    });

  const find = search.find ?? '';
  const setFind = (text: string) =>
    void navigate({
      search: ({ find: _, ...before }: DiarySearch) => (text === '' ? before : { ...before, find: text }),
      replace: true,
    });
  const open = (found: string) => void navigate({ search: { span: 'day', day: found } });

  const failed = latest.error ?? query.error;
  if (latest.isPending) return <Loading />;
  if (failed && trips.length === 0) {
    return (
      <Problem error={failed} retry={() => void (latest.isError ? latest.refetch() : query.refetch())} />
    );
  }
  if (!range || !day) {
    return (
      <Empty icon={Smartphone} title={messages.diary.empty}>
        <p>{messages.diary.neverHint}</p>
      </Empty>
    );
  }
  return (
    <div className="diary">
      <section className="diary-side" aria-label={messages.diary.timeline}>
        <h1 className="hidden-visually">{messages.diary.title}</h1>
        <Toolbar
          span={span}
          day={day}
          range={range}
          onSpan={(chosen) => show({ span: chosen, day })}
          onDay={(chosen) => show({ day: chosen })}
        />
        <SearchBox text={find} onText={(text) => setFind(text)} />
        {find === '' && <DraftNotice />}
        {find !== '' ? (
          <SearchResults text={find} onDay={(found) => open(found)} />
        ) : query.isPending ? (
          <Loading />
        ) : trips.length === 0 ? (
          <Empty icon={CalendarOff} title={messages.diary.empty}>
            <p>{messages.diary.emptyHint}</p>
            {latest.data && (
              <Button className="button" onPress={() => show({ day: latest.data! })}>
                {messages.diary.goToLatest}
              </Button>
            )}
          </Empty>
        ) : (
          <TimelineList
            rows={rows}
            said={said}
            selected={search.trip}
            hovered={hovered}
            onSelect={select}
            onHover={setHovered}
            onMark={setMarked}
          >
            <Summary trips={trips} />
          </TimelineList>
        )}
      </section>
      <section className="diary-map" aria-label={messages.diary.map}>
        <MapView
          trips={trips}
          waits={query.isPending}
          trails={trails}
          selected={search.trip}
          hovered={hovered}
          marked={marked}
          onSelect={select}
          onHover={setHovered}
        />
      </section>
    </div>
  );
}

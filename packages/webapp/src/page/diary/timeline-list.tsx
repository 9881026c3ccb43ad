import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Said } from '../labels/index.js';
import type { Position, TimelineRow } from '../trips/index.js';
import { DayHeading } from './day-heading.js';
import { GapRow } from './gap-row.js';
import { PlaceRow } from './place-row.js';
import { TripCard } from './trip-card.js';

interface TimelineListProps {
  readonly rows: readonly TimelineRow[];
  readonly said: readonly Said[];
  readonly selected: string | undefined;
  readonly hovered: string | undefined;
  /** What scrolls away above the lines. */
  readonly children: ReactNode;
  onSelect(trip: string | undefined): void;
  onHover(trip: string | undefined): void;
  /** Called with where on the map something is that is pointed at. */
  onMark(position: Position | undefined): void;
}

/** Heights in pixels until a row has been measured. */
const ESTIMATES = { day: 52, place: 44, trip: 92, untracked: 72, gap: 48 } as const;

/** How far down the window, as a share of it, a trip may begin that is opened: its details have to fit below. */
const DEEPEST = 0.6;

/** The lines of the diary; only those near the window are in the document. */
export function TimelineList(props: TimelineListProps) {
  const { rows, said, selected, hovered, children, onSelect, onHover, onMark } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  // Without dependencies: what stands above may grow whenever it is drawn.
  useLayoutEffect(() => setScrollMargin(list.current?.offsetTop ?? 0));
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => ESTIMATES[rows[index]!.type],
    getItemKey: (index) => rows[index]!.key,
    overscan: 6,
    scrollMargin,
  });

  // What is chosen on the map comes into view here.
  useEffect(() => {
    const index = selected === undefined ? -1 : rows.findIndex(({ key }) => key === selected);
    if (index < 0) return;
    const offset = virtualizer.scrollOffset ?? 0;
    const row = virtualizer.getVirtualItems().find((item) => item.index === index);
    const deepest = offset + (scroller.current?.clientHeight ?? 0) * DEEPEST;
    const isInView = row !== undefined && row.start >= offset && row.start <= deepest;
    if (!isInView) virtualizer.scrollToIndex(index, { align: 'start' });
  }, [selected, rows, virtualizer]);

  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || !(event.target as HTMLElement).matches('.trip-open')) return;
    const trips = rows.filter(({ type }) => type === 'trip' || type === 'untracked');
    const current = (event.target as HTMLElement).dataset.trip;
    const next = trips[trips.findIndex(({ key }) => key === current) + step];
    if (!next) return;
    event.preventDefault();
    virtualizer.scrollToIndex(rows.indexOf(next), { align: 'auto' });
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`.trip-open[data-trip="${next.key}"]`)?.focus();
    });
  };

  return (
    <div className="timeline-scroller" ref={scroller}>
      {children}
      <ol className="timeline" ref={list} style={{ height: virtualizer.getTotalSize() }} onKeyDown={move}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => (
          <li
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            aria-setsize={rows.length}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start - scrollMargin}px)` }}
          >
            <Row
              row={rows[index]!}
              said={said}
              selected={selected}
              hovered={hovered}
              onSelect={onSelect}
              onHover={onHover}
              onMark={onMark}
            />
          </li>
        ))}
      </ol>
    </div>
  );
}

type RowProps = Omit<TimelineListProps, 'rows' | 'children'> & { readonly row: TimelineRow };

function Row({ row, said, selected, hovered, onSelect, onHover, onMark }: RowProps) {
  switch (row.type) {
    case 'day':
      return <DayHeading day={row.day} trips={row.trips} />;
    case 'place':
      return <PlaceRow place={row.place} onMark={onMark} />;
    case 'gap':
      return <GapRow from={row.from} to={row.to} />;
    case 'trip':
    case 'untracked':
      return (
        <TripCard
          trip={row.trip}
          said={said}
          isSelected={row.trip.id === selected}
          isHovered={row.trip.id === hovered}
          onSelect={onSelect}
          onHover={onHover}
          onMark={onMark}
        />
      );
  }
}

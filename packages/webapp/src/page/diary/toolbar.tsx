import { type CalendarDate, parseDate } from '@internationalized/date';
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react';
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  Dialog,
  DialogTrigger,
  Heading,
  Popover,
} from 'react-aria-components';
import { type DayRange, type Format, moveBy, type Span, spans } from '../format/index.js';
import { useLanguage } from '../language/index.js';
import { Segments } from '../ui/index.js';

interface ToolbarProps {
  readonly span: Span;
  readonly day: string;
  readonly range: DayRange;
  onSpan(span: Span): void;
  onDay(day: string): void;
}

/** Which days are shown: how many at once, and which. */
export function Toolbar({ span, day, range, onSpan, onDay }: ToolbarProps) {
  const { messages, format } = useLanguage();
  return (
    <div className="toolbar">
      <Segments
        label={messages.diary.span}
        options={spans.map((id) => ({ id, name: messages.spans[id] }))}
        chosen={span}
        onChoose={onSpan}
      />
      <div className="dates">
        <Button
          className="icon-button"
          aria-label={messages.diary.previous[span]}
          onPress={() => onDay(moveBy(day, span, -1))}
        >
          <ChevronLeft aria-hidden="true" />
        </Button>
        <DialogTrigger>
          <Button
            className="date-button"
            aria-label={`${nameOf(range, span, format)}, ${messages.diary.pickDate}`}
          >
            <CalendarDays size={17} aria-hidden="true" />
            {nameOf(range, span, format)}
          </Button>
          <Popover className="popover">
            <Dialog className="dialog" aria-label={messages.diary.pickDate}>
              {({ close }) => (
                <Calendar
                  className="calendar"
                  aria-label={messages.diary.pickDate}
                  firstDayOfWeek="mon"
                  value={parseDate(day)}
                  onChange={(date: CalendarDate) => {
                    onDay(date.toString());
                    close();
                  }}
                >
                  <header>
                    <Button slot="previous" className="icon-button">
                      <ChevronLeft aria-hidden="true" />
                    </Button>
                    <Heading />
                    <Button slot="next" className="icon-button">
                      <ChevronRight aria-hidden="true" />
                    </Button>
                  </header>
                  <CalendarGrid>{(date) => <CalendarCell date={date} />}</CalendarGrid>
                </Calendar>
              )}
            </Dialog>
          </Popover>
        </DialogTrigger>
        <Button
          className="icon-button"
          aria-label={messages.diary.next[span]}
          onPress={() => onDay(moveBy(day, span, 1))}
        >
          <ChevronRight aria-hidden="true" />
        </Button>
      </div>
    </div>
  );
}

function nameOf({ first, last }: DayRange, span: Span, format: Format): string {
  switch (span) {
    case 'day':
      return format.date(first);
    case 'week':
      return format.range(first, last);
    case 'month':
      return format.month(first);
    case 'year':
      return first.slice(0, 4);
  }
}

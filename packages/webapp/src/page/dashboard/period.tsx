import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Button } from 'react-aria-components';
import { addDays, type DayRange } from '../format/index.js';
import { useLanguage } from '../language/index.js';
import type { Step } from './search.js';
import { daysAfter } from './sums.js';

interface PeriodProps {
  readonly range: DayRange;
  readonly step: Step;
  /** The last day with a trip. */
  readonly latest: string | null | undefined;
  /** With the last day that is wanted; undefined for the latest there is. */
  onUntil(day: string | undefined): void;
}

/** Which days the dashboard looks at, and the ways to those before and after. */
export function Period({ range, step, latest, onUntil }: PeriodProps) {
  const { messages, format } = useLanguage();
  const isLatest = !latest || range.last >= latest;
  const after = daysAfter(range, step);
  return (
    <div className="dates period">
      <Button
        className="icon-button"
        aria-label={messages.dashboard.earlier}
        onPress={() => onUntil(addDays(range.first, -1))}
      >
        <ChevronLeft aria-hidden="true" />
      </Button>
      <strong aria-live="polite">{format.range(range.first, range.last)}</strong>
      <Button
        className="icon-button"
        aria-label={messages.dashboard.later}
        isDisabled={isLatest}
        onPress={() => onUntil(latest && after >= latest ? undefined : after)}
      >
        <ChevronRight aria-hidden="true" />
      </Button>
    </div>
  );
}

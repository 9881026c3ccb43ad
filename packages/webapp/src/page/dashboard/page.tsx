import { useNavigate, useSearch } from '@tanstack/react-router';
import { ChartColumn } from 'lucide-react';
import { useMemo } from 'react';
import { useLanguage } from '../language/index.js';
import { useLatestDay } from '../trips/index.js';
import { Empty, Loading, Problem, Segments } from '../ui/index.js';
import { Comparison } from './comparison.js';
import { useMetrics } from './metrics-query.js';
import { ModeTable } from './mode-table.js';
import { OwnPlaces } from './own-places.js';
import { Period } from './period.js';
import { type DashboardSearch, measures, steps } from './search.js';
import { bucketsOf, daysUpTo, totalsByMode } from './sums.js';
import { SumsChart } from './sums-chart.js';

/** What all the travel comes to. */
export function DashboardPage() {
  const { messages } = useLanguage();
  const search: DashboardSearch = useSearch({ from: '/dashboard' });
  const navigate = useNavigate({ from: '/dashboard' });
  const { measure = 'distance', step = 'day' } = search;
  const latest = useLatestDay();
  const until = search.until ?? latest.data;
  const range = useMemo(() => (until ? daysUpTo(until, step) : undefined), [until, step]);
  const metrics = useMetrics(range, measure);
  const buckets = useMemo(
    () => (range && metrics.data ? bucketsOf(metrics.data.own, measure, range, step) : []),
    [metrics.data, measure, range, step],
  );
  const show = (change: DashboardSearch) =>
    void navigate({ search: (before: DashboardSearch) => ({ ...before, ...change }) });
  const showUntil = (day: string | undefined) =>
    void navigate({
      search: ({ until: _, ...before }: DashboardSearch) => (day ? { ...before, until: day } : before),
    });
  const failed = latest.error ?? metrics.error;
  const totals = totalsByMode(buckets);
  return (
    <div className="page dashboard-page">
      <header className="dashboard-head">
        <h1>{messages.dashboard.title}</h1>
        <Segments
          label={messages.dashboard.measure}
          options={measures.map((id) => ({ id, name: messages.dashboard.measures[id] }))}
          chosen={measure}
          onChoose={(chosen) => show({ measure: chosen })}
        />
        <Segments
          label={messages.dashboard.step}
          options={steps.map((id) => ({ id, name: messages.spans[id] }))}
          chosen={step}
          onChoose={(chosen) => show({ step: chosen })}
        />
      </header>
      {failed ? (
        <Problem error={failed} retry={() => void (latest.isError ? latest.refetch() : metrics.refetch())} />
      ) : latest.isPending || (range && metrics.isPending) ? (
        <Loading />
      ) : !range || !metrics.data ? (
        <Empty icon={ChartColumn} title={messages.diary.empty}>
          <p>{messages.diary.neverHint}</p>
        </Empty>
      ) : (
        <>
          <Period range={range} step={step} latest={latest.data} onUntil={showUntil} />
          <div className="dashboard-panels">
            <div>
              <SumsChart buckets={buckets} measure={measure} step={step} />
              <OwnPlaces range={range} />
            </div>
            <div>
              <ModeTable totals={totals} measure={measure} />
              <Comparison own={metrics.data.own} group={metrics.data.group} measure={measure} />
            </div>
          </div>
        </>
      )}
    </div>
  );
}

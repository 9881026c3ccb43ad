import { Link } from '@tanstack/react-router';
import { CircleCheckBig } from 'lucide-react';
import { useMemo } from 'react';
import { addDays } from '../format/index.js';
import { useLanguage } from '../language/index.js';
import { useLatestDay, useTrips } from '../trips/index.js';
import { Empty, Loading, Problem } from '../ui/index.js';
import { needsLabels } from './said.js';
import { useSaid } from './said-query.js';
import { UnlabelledList } from './unlabelled-list.js';

/** Days back from the latest trip in which labels are still remembered. */
const REMEMBERED = 28;

/** The trips that the diary would like to know more about. */
export function LabelsPage() {
  const { messages } = useLanguage();
  const latest = useLatestDay();
  const range = useMemo(
    () => (latest.data ? { first: addDays(latest.data, -REMEMBERED), last: latest.data } : undefined),
    [latest.data],
  );
  // Summaries do: what matters here is when, from where to where, and in which modes.
  const trips = useTrips(range, 'year');
  const said = useSaid(range);
  const open = useMemo(
    () => (trips.data ?? []).filter((trip) => needsLabels(trip, said.data ?? [])).reverse(),
    [trips.data, said.data],
  );
  const failed = latest.error ?? trips.error ?? said.error;
  return (
    <div className="page labels-page">
      <header>
        <h1>{messages.labels.title}</h1>
        <p className="quiet">{messages.labels.lead}</p>
      </header>
      {failed ? (
        <Problem
          error={failed}
          retry={() => void Promise.all([latest.refetch(), trips.refetch(), said.refetch()])}
        />
      ) : latest.isPending || (range && (trips.isPending || said.isPending)) ? (
        <Loading />
      ) : open.length === 0 ? (
        <Empty icon={CircleCheckBig} title={messages.labels.none}>
          <p>{messages.labels.noneHint}</p>
          <Link to="/" className="button">
            {messages.errors.home}
          </Link>
        </Empty>
      ) : (
        <UnlabelledList trips={open} said={said.data ?? []} />
      )}
    </div>
  );
}

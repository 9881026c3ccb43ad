import type { StreamSummary } from '@sojourn/datamodel/http';
import { useQuery } from '@tanstack/react-query';
import { Database } from 'lucide-react';
import { api } from '../api/index.js';
import { useLanguage } from '../language/index.js';
import { Empty, Loading, Problem } from '../ui/index.js';

/** Every stream: how much it holds, since when, and what that takes. */
export function StoredStreams() {
  const { messages, format } = useLanguage();
  const streams = useQuery({ queryKey: ['streams'], queryFn: ({ signal }) => api.streams({ signal }) });
  if (streams.isPending) return <Loading />;
  if (streams.isError) return <Problem error={streams.error} retry={() => void streams.refetch()} />;
  if (streams.data.length === 0) {
    return (
      <Empty icon={Database} title={messages.data.nothing}>
        <p>{messages.diary.neverHint}</p>
      </Empty>
    );
  }
  const sum = (read: (stream: StreamSummary) => number) =>
    streams.data.reduce((total, stream) => total + read(stream), 0);
  const firsts = streams.data.flatMap(({ first }) => first ?? []);
  return (
    <section>
      <dl className="figures">
        <div>
          <dt>{messages.data.entries}</dt>
          <dd>{format.number(sum(({ count }) => count))}</dd>
        </div>
        <div>
          <dt>{messages.data.storage}</dt>
          <dd>{format.bytes(sum(({ bytes }) => bytes))}</dd>
        </div>
        {firsts.length > 0 && (
          <div>
            <dt>{messages.data.since}</dt>
            <dd>{format.instantDay(Math.min(...firsts))}</dd>
          </div>
        )}
      </dl>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard (WCAG 2.1.1) */}
      <section className="table-scroller" aria-label={messages.data.streams} tabIndex={0}>
        <table className="table">
          <caption className="hidden-visually">{messages.data.streams}</caption>
          <thead>
            <tr>
              <th scope="col">{messages.data.stream}</th>
              <th scope="col" className="numeric">
                {messages.data.entries}
              </th>
              <th scope="col">{messages.data.first}</th>
              <th scope="col">{messages.data.last}</th>
              <th scope="col" className="numeric">
                {messages.data.storage}
              </th>
            </tr>
          </thead>
          <tbody>
            {streams.data.map(({ key, store, count, first, last, bytes }) => (
              <tr key={`${store} ${key}`}>
                <th scope="row">{key}</th>
                <td className="numeric">{format.number(count)}</td>
                <td>{first === null ? '' : format.instant(first)}</td>
                <td>{last === null ? '' : format.instant(last)}</td>
                <td className="numeric">{format.bytes(bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

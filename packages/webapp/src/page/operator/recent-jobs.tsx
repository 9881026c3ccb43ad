import { useQuery } from '@tanstack/react-query';
import { api } from '../api/index.js';
import { useLanguage } from '../language/index.js';
import { Loading, Problem } from '../ui/index.js';

const LOOK_AGAIN = 5_000;
const LISTED = 12;

/** What the analysis was last asked for, how far it is, and how long it took. */
export function RecentJobs() {
  const { messages, format } = useLanguage();
  const jobs = useQuery({
    queryKey: ['jobs'],
    refetchInterval: LOOK_AGAIN,
    queryFn: async ({ signal }) => {
      const found = [];
      for await (const job of api.jobs({}, { signal })) {
        found.push(job);
        if (found.length === LISTED) break;
      }
      return found;
    },
  });
  return (
    <section className="panel">
      <h2>{messages.operator.jobs}</h2>
      {jobs.isPending ? (
        <Loading />
      ) : jobs.isError ? (
        <Problem error={jobs.error} retry={() => void jobs.refetch()} />
      ) : jobs.data.length === 0 ? (
        <p className="quiet">{messages.operator.noJobs}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard (WCAG 2.1.1)
        <section className="rows-scroller" aria-label={messages.operator.jobs} tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{messages.operator.job}</th>
                <th scope="col">{messages.operator.status}</th>
                <th scope="col">{messages.operator.since}</th>
                <th scope="col">{messages.operator.took}</th>
              </tr>
            </thead>
            <tbody>
              {jobs.data.map(({ id, name, status, created, started, ended, progress, error }) => {
                const current = progress.at(-1);
                return (
                  <tr key={id}>
                    <th scope="row">{name}</th>
                    <td>
                      {messages.operator.statuses[status]}
                      {status === 'running' &&
                        current &&
                        ` · ${current.step} ${current.done}/${current.total ?? '?'}`}
                      {error && <code> {error.code}</code>}
                    </td>
                    <td>{format.instant(created)}</td>
                    <td>{started !== null && ended !== null && `${format.number(ended - started)} s`}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

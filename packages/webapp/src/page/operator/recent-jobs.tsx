import type { Job } from '@sojourn/datamodel/http';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/index.js';
import { reasonText, useLanguage } from '../language/index.js';
import { Answer, ScrollRegion } from '../ui/index.js';

const LOOK_AGAIN = 5_000;
const LISTED = 12;

/** What the analysis was last asked for, how far it is, and how long it took. */
export function RecentJobs() {
  const { messages } = useLanguage();
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
      <Answer query={jobs} none={{ text: messages.operator.noJobs, holds: ({ length }) => length > 0 }}>
        {(listed) => (
          <ScrollRegion className="rows-scroller" label={messages.operator.jobs}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{messages.operator.job}</th>
                  <th scope="col">{messages.operator.status}</th>
                  <th scope="col">{messages.operator.since}</th>
                  <th scope="col" className="numeric">
                    {messages.operator.took}
                  </th>
                </tr>
              </thead>
              <tbody>
                {listed.map((job) => (
                  <JobRow key={job.id} job={job} />
                ))}
              </tbody>
            </table>
          </ScrollRegion>
        )}
      </Answer>
    </section>
  );
}

function JobRow({ job: { name, status, created, started, ended, progress, error } }: { job: Job }) {
  const { messages, format } = useLanguage();
  const current = status === 'running' ? progress.at(-1) : undefined;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        {messages.operator.statuses[status]}
        {current && ` · ${current.step} ${current.done}/${current.total ?? '?'}`}
        {error && <span className="quiet"> · {reasonText(error.code, messages.reasons)}</span>}
      </td>
      <td>{format.instant(created)}</td>
      <td className="numeric">{started !== null && ended !== null && format.seconds(ended - started)}</td>
    </tr>
  );
}

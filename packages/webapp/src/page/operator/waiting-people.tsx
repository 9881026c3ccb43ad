import type { PersonId } from '@sojourn/datamodel';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { Button } from 'react-aria-components';
import { api } from '../api/index.js';
import { useLanguage } from '../language/index.js';
import { explainError, Loading, Problem } from '../ui/index.js';

const LOOK_AGAIN = 10_000;
/** People that are listed; more than that want another tool. */
const LISTED = 200;

type PersonWaiting = Awaited<ReturnType<typeof fetchWaiting>>[number];

/** For whom something waits, why and since when, and a button that tries again. */
export function WaitingPeople() {
  const { messages } = useLanguage();
  const people = useQuery({
    queryKey: ['waiting-people'],
    refetchInterval: LOOK_AGAIN,
    queryFn: ({ signal }) => fetchWaiting(signal),
  });
  return (
    <section className="panel">
      <h2>{messages.operator.waiting}</h2>
      {people.isPending ? (
        <Loading />
      ) : people.isError ? (
        <Problem error={people.error} retry={() => void people.refetch()} />
      ) : people.data.length === 0 ? (
        <p className="quiet">{messages.operator.nobodyWaits}</p>
      ) : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{messages.operator.person}</th>
              <th scope="col">{messages.operator.what}</th>
              <th scope="col">{messages.operator.since}</th>
              <th scope="col">
                <span className="hidden-visually">{messages.operator.retry}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {people.data.map((person) => (
              <WaitingRow key={person.person} {...person} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

async function fetchWaiting(signal: AbortSignal) {
  const people = [];
  for await (const person of api.waitingPeople({ signal })) {
    people.push(person);
    if (people.length === LISTED) break;
  }
  return people;
}

function WaitingRow({ person, waiting }: PersonWaiting) {
  const { messages, format } = useLanguage();
  const since = waiting.flatMap((item) => item.since ?? []);
  return (
    <tr data-person={person}>
      <th scope="row">
        <code>{person.slice(0, 8)}</code>
      </th>
      <td>
        {waiting.map(({ what, why, count, stage }) => (
          <div key={`${what} ${why} ${stage ?? ''}`}>
            {messages.operator.kinds[what]} {count !== null && format.number(count)} <code>{why}</code>
            {stage && ` ${stage}`}
          </div>
        ))}
      </td>
      <td>{since.length > 0 && format.instant(Math.min(...since))}</td>
      <td>
        <Retry person={person} />
      </td>
    </tr>
  );
}

function Retry({ person }: { person: PersonId }) {
  const { messages } = useLanguage();
  const queries = useQueryClient();
  const retry = useMutation({
    mutationFn: () => api.retry(person),
    onSettled: () =>
      Promise.all(['waiting-people', 'jobs'].map((name) => queries.invalidateQueries({ queryKey: [name] }))),
  });
  return (
    <>
      <Button className="button" isPending={retry.isPending} onPress={() => retry.mutate()}>
        <RotateCcw size={16} aria-hidden="true" />
        {messages.operator.retry}
      </Button>
      <span role="status" className="quiet">
        {retry.isSuccess && messages.operator.retried}
        {retry.isError && explainError(retry.error, messages)}
      </span>
    </>
  );
}

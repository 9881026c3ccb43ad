import type { PersonId } from '@sojourn/datamodel';
import type { PersonWaiting, WaitingItem } from '@sojourn/datamodel/http';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { Button } from 'react-aria-components';
import { api } from '../api/index.js';
import { reasonText, useLanguage } from '../language/index.js';
import { Answer, explainError, ScrollRegion } from '../ui/index.js';
import { PersonName, usePeopleNames } from './people-names.js';

const LOOK_AGAIN = 10_000;
/** People that are listed; the table says that there are more. */
const LISTED = 200;

/** For whom something waits, why and since when, and a button that tries again. */
export function WaitingPeople() {
  const { messages } = useLanguage();
  const names = usePeopleNames();
  const people = useQuery({
    queryKey: ['waiting-people'],
    refetchInterval: LOOK_AGAIN,
    queryFn: ({ signal }) => fetchWaiting(signal),
  });
  return (
    <section className="panel">
      <h2>{messages.operator.waiting}</h2>
      <Answer
        query={people}
        none={{ text: messages.operator.nobodyWaits, holds: ({ listed }) => listed.length > 0 }}
      >
        {({ listed, hasMore }) => (
          <>
            <ScrollRegion className="rows-scroller" label={messages.operator.waiting}>
              <table className="table waiting-table">
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
                  {listed.map((person) => (
                    <WaitingRow key={person.person} {...person} name={names.get(person.person)} />
                  ))}
                </tbody>
              </table>
            </ScrollRegion>
            {hasMore && <p className="quiet">{messages.operator.moreWait(LISTED)}</p>}
          </>
        )}
      </Answer>
    </section>
  );
}

async function fetchWaiting(signal: AbortSignal) {
  const listed: PersonWaiting[] = [];
  for await (const person of api.waitingPeople({ signal })) {
    if (listed.length === LISTED) return { listed, hasMore: true };
    listed.push(person);
  }
  return { listed, hasMore: false };
}

function WaitingRow({ person, waiting, name }: PersonWaiting & { name: string | undefined }) {
  const { format } = useLanguage();
  const since = waiting.flatMap((item) => item.since ?? []);
  return (
    <tr data-person={person}>
      <th scope="row">
        <PersonName person={person} name={name} />
      </th>
      <td>
        {waiting.map((item) => (
          <Waiting key={`${item.what} ${item.why} ${item.stage ?? ''}`} item={item} />
        ))}
      </td>
      <td>{since.length > 0 && format.instant(Math.min(...since))}</td>
      <td className="row-action">
        <Retry person={person} />
      </td>
    </tr>
  );
}

function Waiting({ item: { what, why, count, stage, retryAt } }: { item: WaitingItem }) {
  const { messages, format } = useLanguage();
  return (
    <div>
      {messages.operator.kinds[what]} {count !== null && format.number(count)}
      <span className="quiet" title={why}>
        {' · '}
        {reasonText(why, messages.reasons)}
        {stage && ` (${stage})`}
        {retryAt !== undefined && ` · ${messages.operator.againAt(format.instant(retryAt))}`}
      </span>
    </div>
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
      <span role="status" className="quiet">
        {retry.isSuccess && messages.operator.retried}
        {retry.isError && explainError(retry.error, messages)}
      </span>
      <Button className="button" isPending={retry.isPending} onPress={() => retry.mutate()}>
        <RotateCcw size={16} aria-hidden="true" />
        {messages.operator.retry}
      </Button>
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { api } from '../api/index.js';
import { useLanguage } from '../language/index.js';
import { Answer } from '../ui/index.js';
import { PeopleTable } from './people-table.js';
import type { OperatorSearch, PeopleColumn } from './search.js';
import { sortPeople } from './sort-people.js';

/** How much is stored of whom. */
export function StoredPeople() {
  const { messages, format } = useLanguage();
  const search: OperatorSearch = useSearch({ from: '/operator' });
  const { sort = 'bytes', ascending = false } = search;
  const navigate = useNavigate({ from: '/operator' });
  const people = useQuery({
    queryKey: ['storage'],
    queryFn: async ({ signal }) => {
      const all = [];
      for await (const person of api.storage({ signal })) all.push(person);
      return all;
    },
  });
  const sorted = useMemo(
    () => sortPeople(people.data ?? [], sort, ascending),
    [people.data, sort, ascending],
  );
  const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
  const figures: [string, string][] = [
    [messages.operator.people, format.number(sorted.length)],
    [messages.data.entries, format.number(sum(sorted.map(({ entries }) => entries)))],
    [messages.data.storage, format.bytes(sum(sorted.map(({ bytes }) => bytes)))],
  ];
  /** The column that is sorted by already is turned around. */
  const sortBy = (column: PeopleColumn) =>
    void navigate({
      search: ({ ascending: _, ...before }: OperatorSearch) => ({
        ...before,
        sort: column,
        ...(column === sort && !ascending ? { ascending: true as const } : {}),
      }),
      replace: true,
    });
  return (
    <section className="panel">
      <h2>{messages.operator.stored}</h2>
      <Answer query={people} none={{ text: messages.operator.nobody, holds: ({ length }) => length > 0 }}>
        {() => (
          <>
            <dl className="figures">
              {figures.map(([name, figure]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{figure}</dd>
                </div>
              ))}
            </dl>
            <PeopleTable people={sorted} sort={sort} ascending={ascending} onSort={sortBy} />
          </>
        )}
      </Answer>
    </section>
  );
}

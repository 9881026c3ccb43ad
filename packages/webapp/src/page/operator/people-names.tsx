import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../api/index.js';

/** Characters of an id that tell people apart where they are listed. */
const SHORT = 8;

/** All tokens, the newest first. */
export function useTokens() {
  return useQuery({
    queryKey: ['tokens'],
    queryFn: async ({ signal }) =>
      (await api.tokens({ signal })).toSorted((one, other) => other.created - one.created),
  });
}

/** What the operator has called people, by their id: the label of their token. */
export function usePeopleNames(): ReadonlyMap<string, string> {
  const { data } = useTokens();
  return useMemo(
    () => new Map(data?.flatMap(({ person, label }) => (person && label ? [[person, label]] : []))),
    [data],
  );
}

export function shortId(id: string): string {
  return id.slice(0, SHORT);
}

/** A person as the operator knows them. */
export function PersonName({ person, name }: { person: string; name: string | undefined }) {
  return (
    <>
      {name !== undefined && <span className="person-name">{name}</span>}
      <code className={name === undefined ? undefined : 'quiet'}>{shortId(person)}</code>
    </>
  );
}

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Loading } from './loading.js';
import { Problem } from './problem.js';

interface AnswerProps<Data> {
  readonly query: Pick<UseQueryResult<Data>, 'data' | 'error' | 'refetch'>;
  /** What is said in the place of an answer that holds nothing. */
  readonly none?: { readonly text: string; holds(data: Data): boolean };
  children(data: Data): ReactNode;
}

/** What was asked for; until then, that it is on its way, and when it failed, why. What was there before stays. */
export function Answer<Data>({ query: { data, error, refetch }, none, children }: AnswerProps<Data>) {
  if (data === undefined) return error ? <Problem error={error} retry={() => void refetch()} /> : <Loading />;
  if (none && !none.holds(data)) return <p className="quiet">{none.text}</p>;
  return children(data);
}

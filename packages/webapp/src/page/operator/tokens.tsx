import type { TokenSummary } from '@sojourn/datamodel/http';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { api } from '../api/index.js';
import { useLanguage } from '../language/index.js';
import { Loading, Problem, RowSpace, useVirtualRows } from '../ui/index.js';
import { NewToken } from './new-token.js';

/** Who may come in. */
export function Tokens() {
  const { messages } = useLanguage();
  const tokens = useQuery({
    queryKey: ['tokens'],
    queryFn: async ({ signal }) =>
      (await api.tokens({ signal })).toSorted((one, other) => other.created - one.created),
  });
  return (
    <section className="panel">
      <h2>{messages.operator.tokens}</h2>
      <NewToken />
      {tokens.isPending ? (
        <Loading />
      ) : tokens.isError ? (
        <Problem error={tokens.error} retry={() => void tokens.refetch()} />
      ) : (
        <TokenTable tokens={tokens.data} />
      )}
    </section>
  );
}

/** Tokens, the newest first; however many, only those in view are in the document. */
function TokenTable({ tokens }: { tokens: readonly TokenSummary[] }) {
  const { messages, format } = useLanguage();
  const { scroller, indexes, above, below } = useVirtualRows(tokens.length);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard (WCAG 2.1.1)
    <section className="rows-scroller" ref={scroller} aria-label={messages.operator.tokens} tabIndex={0}>
      <table className="table rows-table" aria-rowcount={tokens.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">{messages.operator.label}</th>
            <th scope="col">{messages.operator.role}</th>
            <th scope="col" className="made-when">
              {messages.operator.created}
            </th>
            <th scope="col">{messages.operator.person}</th>
            <th scope="col">
              <span className="hidden-visually">{messages.operator.revoke}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <RowSpace height={above} columns={5} />
          {indexes.map((index) => {
            const token = tokens[index]!;
            return (
              <tr key={token.id} aria-rowindex={index + 2} data-token={token.id}>
                <th scope="row">{token.label || token.id.slice(0, 8)}</th>
                <td>{messages.operator.roles[token.role]}</td>
                <td className="made-when">{format.instant(token.created)}</td>
                <td>{token.person && <code>{token.person.slice(0, 8)}</code>}</td>
                <td>
                  <Revoke token={token} />
                </td>
              </tr>
            );
          })}
          <RowSpace height={below} columns={5} />
        </tbody>
      </table>
    </section>
  );
}

function Revoke({ token }: { token: TokenSummary }) {
  const { messages } = useLanguage();
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => api.withdrawToken(token.id),
    onSettled: () => queries.invalidateQueries({ queryKey: ['tokens'] }),
  });
  return (
    <Button
      className="button"
      aria-label={`${messages.operator.revoke}: ${token.label || token.id}`}
      isPending={revoke.isPending}
      onPress={() => revoke.mutate()}
    >
      {messages.operator.revoke}
    </Button>
  );
}

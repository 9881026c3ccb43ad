import type { TokenSummary } from '@sojourn/datamodel/http';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { api } from '../api/index.js';
import { useLanguage } from '../language/index.js';
import { Loading, Problem } from '../ui/index.js';
import { NewToken } from './new-token.js';

/** Who may come in. */
export function Tokens() {
  const { messages, format } = useLanguage();
  const tokens = useQuery({ queryKey: ['tokens'], queryFn: ({ signal }) => api.tokens({ signal }) });
  return (
    <section className="panel">
      <h2>{messages.operator.tokens}</h2>
      <NewToken />
      {tokens.isPending ? (
        <Loading />
      ) : tokens.isError ? (
        <Problem error={tokens.error} retry={() => void tokens.refetch()} />
      ) : (
        <table className="table">
          <thead>
            <tr>
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
            {tokens.data.map((token) => (
              <tr key={token.id} data-token={token.id}>
                <th scope="row">{token.label || token.id.slice(0, 8)}</th>
                <td>{messages.operator.roles[token.role]}</td>
                <td className="made-when">{format.instant(token.created)}</td>
                <td>{token.person && <code>{token.person.slice(0, 8)}</code>}</td>
                <td>
                  <Revoke token={token} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
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

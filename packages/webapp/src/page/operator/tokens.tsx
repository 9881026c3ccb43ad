import type { TokenSummary } from '@sojourn/datamodel/http';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/index.js';
import { useLanguage } from '../language/index.js';
import { Answer, ConfirmButton, explainError, RowSpace, ScrollRegion, useVirtualRows } from '../ui/index.js';
import { NewToken } from './new-token.js';
import { shortId, useTokens } from './people-names.js';

/** Who may come in. */
export function Tokens() {
  const { messages } = useLanguage();
  const tokens = useTokens();
  return (
    <section className="panel">
      <h2>{messages.operator.tokens}</h2>
      <NewToken />
      <Answer query={tokens} none={{ text: messages.operator.noTokens, holds: ({ length }) => length > 0 }}>
        {(made) => <TokenTable tokens={made} />}
      </Answer>
    </section>
  );
}

/** Tokens, the newest first; however many, only those in view are in the document. */
function TokenTable({ tokens }: { tokens: readonly TokenSummary[] }) {
  const { messages, format } = useLanguage();
  const { scroller, indexes, above, below } = useVirtualRows(tokens.length);
  return (
    <ScrollRegion className="rows-scroller" ref={scroller} label={messages.operator.tokens}>
      <table className="table rows-table" aria-rowcount={tokens.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">{messages.operator.label}</th>
            <th scope="col">{messages.operator.role}</th>
            <th scope="col" className="made-when">
              {messages.operator.created}
            </th>
            <th scope="col" className="token-person">
              {messages.operator.person}
            </th>
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
                <th scope="row">{token.label || shortId(token.id)}</th>
                <td>{messages.operator.roles[token.role]}</td>
                <td className="made-when">{format.instant(token.created)}</td>
                <td className="token-person">{token.person && <code>{shortId(token.person)}</code>}</td>
                <td className="row-action">
                  <Revoke token={token} />
                </td>
              </tr>
            );
          })}
          <RowSpace height={below} columns={5} />
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Revoke({ token }: { token: TokenSummary }) {
  const { messages } = useLanguage();
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => api.withdrawToken(token.id),
    onSettled: () => queries.invalidateQueries({ queryKey: ['tokens'] }),
  });
  const name = token.label || shortId(token.id);
  return (
    <>
      {revoke.isError && (
        <span role="alert" className="alarm">
          {explainError(revoke.error, messages)}
        </span>
      )}
      <ConfirmButton
        label={`${messages.operator.revoke}: ${name}`}
        question={messages.operator.revokeQuestion(name)}
        isPending={revoke.isPending}
        onConfirm={() => revoke.mutate()}
      >
        {messages.operator.revoke}
      </ConfirmButton>
    </>
  );
}

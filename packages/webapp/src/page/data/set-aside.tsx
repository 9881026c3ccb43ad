import { useQuery } from '@tanstack/react-query';
import { api } from '../api/index.js';
import { reasonText, useLanguage } from '../language/index.js';

/** What arrived and could not be used, and why. Nothing is shown while there is nothing. */
export function SetAside() {
  const { messages, format } = useLanguage();
  const { data: waiting } = useQuery({
    queryKey: ['waiting', 'quarantine'],
    queryFn: async ({ signal }) =>
      (await api.waiting({ signal })).filter(({ what, count }) => what === 'quarantine' && count !== 0),
  });
  if (!waiting || waiting.length === 0) return null;
  return (
    <section className="panel">
      <h2>{messages.data.setAside}</h2>
      <p className="quiet">{messages.data.setAsideHint}</p>
      <ul className="gap-list">
        {waiting.map(({ why, count }) => (
          <li key={why}>
            <span>
              {reasonText(why, messages.reasons)} <code>{why}</code>
            </span>
            <span className="quiet">{format.number(count ?? 0)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleX } from 'lucide-react';
import { useLanguage } from '../language/index.js';
import { Answer } from '../ui/index.js';
import { readHealth } from './read-health.js';

const LOOK_AGAIN = 10_000;

/** Whether each service answers. */
export function Health() {
  const { messages } = useLanguage();
  const health = useQuery({
    queryKey: ['health'],
    refetchInterval: LOOK_AGAIN,
    queryFn: async ({ signal }) => {
      // 503 says which service does not answer; that is an answer, too.
      const answer = await fetch('/-/health', { signal });
      return readHealth(await answer.json());
    },
  });
  return (
    <section className="panel">
      <h2>{messages.operator.health}</h2>
      <Answer query={health}>
        {(services) => (
          <ul className="health">
            {services.map(({ service, isWell }) => (
              <li key={service} data-well={isWell}>
                {isWell ? (
                  <CircleCheck size={18} aria-hidden="true" />
                ) : (
                  <CircleX size={18} aria-hidden="true" />
                )}
                {service}
                <span className="quiet">{isWell ? messages.operator.well : messages.operator.unwell}</span>
              </li>
            ))}
          </ul>
        )}
      </Answer>
    </section>
  );
}

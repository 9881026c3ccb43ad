import { Users } from 'lucide-react';
import { useLanguage } from '../language/index.js';
import { amountText } from './amounts.js';
import type { Measure } from './search.js';
import { type MetricDay, perPersonAndDay } from './sums.js';

interface ComparisonProps {
  readonly own: readonly MetricDay[];
  readonly group: readonly MetricDay[];
  readonly measure: Measure;
}

/** One's own day of travel beside that of the others. */
export function Comparison({ own, group, measure }: ComparisonProps) {
  const { messages, format } = useLanguage();
  const you = perPersonAndDay(own, measure);
  const others = perPersonAndDay(group, measure);
  const text = (amount: number) => amountText(amount, measure, format, messages);
  return (
    <section className="panel">
      <h2>{messages.dashboard.comparison}</h2>
      {others === undefined || you === undefined ? (
        <p className="quiet comparison-none">
          <Users size={18} aria-hidden="true" />
          {messages.dashboard.noGroup}
        </p>
      ) : (
        <>
          <dl className="comparison">
            <Row name={messages.dashboard.you} text={text(you)} share={you / Math.max(you, others)} />
            <Row name={messages.dashboard.group} text={text(others)} share={others / Math.max(you, others)} />
          </dl>
          <p className="quiet">{messages.dashboard.comparisonHint}</p>
        </>
      )}
    </section>
  );
}

function Row({ name, text, share }: { name: string; text: string; share: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {text}
        <span className="comparison-bar" style={{ width: `${share * 100}%` }} aria-hidden="true" />
      </dd>
    </div>
  );
}

import { useLanguage } from '../language/index.js';
import { cssColour, type Mode, ModeIcon } from '../modes/index.js';
import { amountText } from './amounts.js';
import type { Measure } from './search.js';

interface ModeTableProps {
  readonly totals: readonly { readonly mode: Mode; readonly amount: number }[];
  readonly measure: Measure;
}

/** The sums by mode, in words and figures. */
export function ModeTable({ totals, measure }: ModeTableProps) {
  const { messages, format } = useLanguage();
  const whole = totals.reduce((sum, { amount }) => sum + amount, 0);
  const text = (amount: number) => amountText(amount, measure, format, messages);
  return (
    <section className="panel">
      <h2>{messages.dashboard.byMode}</h2>
      <table className="mode-table">
        <thead className="hidden-visually">
          <tr>
            <th scope="col">{messages.labels.mode_confirm}</th>
            <th scope="col">{messages.dashboard.measures[measure]}</th>
            <th scope="col">{messages.dashboard.share}</th>
          </tr>
        </thead>
        <tbody>
          {totals.map(({ mode, amount }) => (
            <tr key={mode} data-mode={mode} data-amount={amount}>
              <th scope="row">
                <span className="trip-mode">
                  <ModeIcon mode={mode} />
                  {messages.modes[mode]}
                </span>
                <span
                  className="mode-meter"
                  style={{ width: `${(amount / whole) * 100}%`, background: cssColour(mode) }}
                  aria-hidden="true"
                />
              </th>
              <td>{text(amount)}</td>
              <td className="quiet">{format.percent(amount / whole)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{messages.dashboard.total}</th>
            <td>{text(whole)}</td>
            <td />
          </tr>
        </tfoot>
      </table>
      <p className="quiet small">{messages.dashboard.byModeHint}</p>
    </section>
  );
}

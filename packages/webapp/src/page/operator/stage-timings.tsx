import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api } from '../api/index.js';
import { useLanguage } from '../language/index.js';
import { Answer, Segments } from '../ui/index.js';
import { type OperatorSearch, type Period, periods } from './search.js';

const LOOK_AGAIN = 60_000;
const DAY = 86_400;
const seconds: Readonly<Record<Period, number>> = { day: DAY, week: 7 * DAY, month: 30 * DAY };
/** What is said of each stage, in the order of the columns. */
const figures = ['median', 'p95', 'lastTook', 'runs', 'failures'] as const;

/** How long each stage of everybody's runs took lately, and which failed. */
export function StageTimings() {
  const { messages, format } = useLanguage();
  const { period = 'week' }: OperatorSearch = useSearch({ from: '/operator' });
  const navigate = useNavigate({ from: '/operator' });
  const timings = useQuery({
    queryKey: ['stage-figures', period],
    refetchInterval: LOOK_AGAIN,
    queryFn: ({ signal }) => api.stageFigures(seconds[period], { signal }),
  });
  const lockedPeople = timings.data?.lockedPeople ?? 0;
  const time = (value: number | null) => (value === null ? '–' : format.seconds(value));
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>{messages.operator.stages}</h2>
        <Segments<Period>
          label={messages.operator.period}
          options={periods.map((id) => ({ id, name: messages.operator.periods[id] }))}
          chosen={period}
          onChoose={(chosen) =>
            void navigate({ search: (before: OperatorSearch) => ({ ...before, period: chosen }) })
          }
        />
      </header>
      <Answer
        query={timings}
        none={{ text: messages.operator.noRuns, holds: ({ stages }) => stages.some(({ runs }) => runs > 0) }}
      >
        {({ stages }) => {
          const slowest = Math.max(...stages.map(({ p95 }) => p95 ?? 0));
          return (
            <table className="table stage-table">
              <thead>
                <tr>
                  <th scope="col">{messages.operator.stage}</th>
                  <th scope="col">
                    <span className="hidden-visually">{messages.operator.stageChart}</span>
                  </th>
                  {figures.map((figure) => (
                    <th key={figure} scope="col" className="numeric">
                      {messages.operator[figure]}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {stages.map(({ stage, runs, failures, median, p95, last, lastFailure }) => (
                  <tr key={stage} data-stage={stage}>
                    <th scope="row">{stageName(stage)}</th>
                    <td className="stage-chart">
                      <span className="stage-bar" aria-hidden="true">
                        <span className="stage-p95" style={{ width: share(p95, slowest) }} />
                        <span className="stage-median" style={{ width: share(median, slowest) }} />
                      </span>
                    </td>
                    <td className="numeric">{time(median)}</td>
                    <td className="numeric">{time(p95)}</td>
                    <td className="numeric">{time(last)}</td>
                    <td className="numeric">{format.number(runs)}</td>
                    <td className="numeric" data-alarming={failures > 0}>
                      {format.number(failures)}
                      {lastFailure !== null && (
                        <span className="quiet"> · {format.instant(lastFailure)}</span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          );
        }}
      </Answer>
      <p className="quiet">
        {messages.operator.stagesHint}
        {lockedPeople > 0 && ` ${messages.operator.lockedLeftOut(format.number(lockedPeople))}`}
      </p>
    </section>
  );
}

/** `TRIP_SEGMENTATION` as `Trip segmentation`. */
function stageName(stage: string): string {
  const words = stage.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function share(value: number | null, whole: number): string {
  return `${whole === 0 ? 0 : ((value ?? 0) / whole) * 100}%`;
}

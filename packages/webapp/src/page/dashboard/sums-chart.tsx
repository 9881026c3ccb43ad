import { useMutation } from '@tanstack/react-query';
import { Download, Image as ImageIcon, Printer } from 'lucide-react';
import { useRef } from 'react';
import { Button } from 'react-aria-components';
import { chartImage, csvOf, StackedBars } from '../charts/index.js';
import type { Format } from '../format/index.js';
import { useLanguage } from '../language/index.js';
import { cssColour, modes } from '../modes/index.js';
import { saveBlob } from '../offline/index.js';
import { useTheme } from '../preferences/index.js';
import { amountText } from './amounts.js';
import type { Measure, Step } from './search.js';
import type { Bucket } from './sums.js';

interface SumsChartProps {
  readonly buckets: readonly Bucket[];
  readonly measure: Measure;
  readonly step: Step;
}

/** The sums over time, and ways to take them along. */
export function SumsChart({ buckets, measure, step }: SumsChartProps) {
  const { messages, format } = useLanguage();
  const theme = useTheme();
  const chart = useRef<SVGSVGElement>(null);
  const title = messages.dashboard.by(messages.dashboard.measures[measure], messages.spans[step]);
  const image = useMutation({
    mutationFn: async () => {
      const ground = getComputedStyle(chart.current!.closest('.panel')!).backgroundColor;
      saveBlob(await chartImage(chart.current!, theme, ground), `sojourn-${measure}.png`);
    },
  });
  const saveCsv = () => {
    const head = ['first day', 'last day', ...modes];
    const rows = buckets.map(({ range, values }) => [
      range.first,
      range.last,
      ...modes.map((mode) => values[mode] ?? 0),
    ]);
    saveBlob(new Blob([csvOf([head, ...rows])], { type: 'text/csv' }), `sojourn-${measure}.csv`);
  };
  return (
    <section className="panel chart-panel">
      <header>
        <h2>{title}</h2>
        <div className="chart-actions">
          <Button className="icon-button" aria-label={messages.dashboard.png} onPress={() => image.mutate()}>
            <ImageIcon aria-hidden="true" />
          </Button>
          <Button className="icon-button" aria-label={messages.dashboard.csv} onPress={saveCsv}>
            <Download aria-hidden="true" />
          </Button>
          <Button
            className="icon-button"
            aria-label={messages.dashboard.print}
            onPress={() => window.print()}
          >
            <Printer aria-hidden="true" />
          </Button>
        </div>
      </header>
      <StackedBars
        ref={chart}
        label={title}
        formatAmount={(amount) => amountText(amount, measure, format, messages)}
        bars={buckets.map(({ range, values }) => ({
          name: nameOf(range.first, step, format),
          parts: modes.flatMap((mode) => {
            const amount = values[mode];
            return amount ? [{ key: mode, name: messages.modes[mode], amount, colour: cssColour(mode) }] : [];
          }),
        }))}
      />
    </section>
  );
}

function nameOf(first: string, step: Step, format: Format): string {
  if (step === 'year') return first.slice(0, 4);
  return step === 'month' ? format.shortMonth(first) : format.shortDay(first);
}

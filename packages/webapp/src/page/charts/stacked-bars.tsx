import { nice, ticks as ticksOf } from 'd3-array';
import { type Ref, useMemo } from 'react';
import { linearScale } from './linear-scale.js';
import { useWidth } from './use-width.js';

/** A part of a bar; the same key is the same thing in every bar. */
export interface Part {
  readonly key: string;
  readonly name: string;
  readonly amount: number;
  readonly colour: string;
}

/** One bar: parts on top of each other. */
export interface Bar {
  readonly name: string;
  readonly parts: readonly Part[];
}

interface StackedBarsProps {
  readonly bars: readonly Bar[];
  /** What the chart shows; the figures themselves stand in a table beside it. */
  readonly label: string;
  readonly formatAmount: (amount: number) => string;
  readonly ref?: Ref<SVGSVGElement>;
}

const HEIGHT = 260;
const MARGIN = { top: 12, right: 8, bottom: 30 };
/** Pixels that a letter of a label and a name below a bar take at most. */
const LETTER = 7;
const NAME = 52;
const TICKS = 4;
/** Part of a step that stays empty between bars. */
const GAP = 0.25;

/** Bars of parts over steps of time. Everything it needs to be drawn elsewhere is in its own attributes. */
export function StackedBars({ bars, label, formatAmount, ref }: StackedBarsProps) {
  const [frame, width] = useWidth();
  const { x, barWidth, y, ticks, every, left } = useMemo(() => {
    const most = Math.max(0, ...bars.map(({ parts }) => parts.reduce((sum, { amount }) => sum + amount, 0)));
    const highest = nice(0, most || 1, TICKS)[1];
    const marks = ticksOf(0, highest, TICKS);
    const margin = 12 + LETTER * Math.max(...marks.map((mark) => formatAmount(mark).length));
    const step = (width - MARGIN.right - margin) / Math.max(1, bars.length);
    return {
      x: (index: number) => margin + (index + GAP / 2) * step,
      barWidth: step * (1 - GAP),
      y: linearScale([0, highest], [HEIGHT - MARGIN.bottom, MARGIN.top]),
      ticks: marks,
      every: Math.max(1, Math.ceil(NAME / step)),
      left: margin,
    };
  }, [bars, width, formatAmount]);
  const { names, height: legendHeight } = useMemo(() => legendOf(bars, width), [bars, width]);
  return (
    <div ref={frame}>
      <svg
        ref={ref}
        className="chart"
        viewBox={`0 0 ${width} ${HEIGHT + legendHeight}`}
        role="img"
        aria-label={label}
        fontFamily="system-ui, sans-serif"
        fontSize="12"
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <line
              x1={left}
              x2={width - MARGIN.right}
              y1={y(tick)}
              y2={y(tick)}
              stroke="light-dark(#ddd6c8, #323d41)"
            />
            <text x={left - 8} y={y(tick) + 4} textAnchor="end" fill="light-dark(#56625d, #a4b0ac)">
              {formatAmount(tick)}
            </text>
          </g>
        ))}
        {bars.map((bar, index) => {
          let below = 0;
          return (
            <g key={bar.name}>
              {bar.parts.map(({ key, name, amount, colour }) => {
                const top = y(below + amount);
                const height = y(below) - top;
                below += amount;
                return (
                  <rect key={key} x={x(index)} y={top} width={barWidth} height={height} rx="2" fill={colour}>
                    <title>{`${bar.name}: ${name} ${formatAmount(amount)}`}</title>
                  </rect>
                );
              })}
              {index % every === 0 && (
                <text
                  x={x(index) + barWidth / 2}
                  y={HEIGHT - 10}
                  textAnchor="middle"
                  fill="light-dark(#56625d, #a4b0ac)"
                >
                  {bar.name}
                </text>
              )}
            </g>
          );
        })}
        {names.map(({ key, name, colour, left: start, top }) => (
          <g key={key}>
            <rect x={start} y={HEIGHT + top} width="10" height="10" rx="2" fill={colour} />
            <text x={start + 16} y={HEIGHT + top + 9} fill="light-dark(#56625d, #a4b0ac)">
              {name}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}

const LINE = 20;

/** What the colours mean, in lines no wider than the chart: a saved picture has nothing else that says it. */
function legendOf(bars: readonly Bar[], width: number) {
  const parts = new Map(bars.flatMap((bar) => bar.parts.map((part) => [part.key, part] as const)));
  let left = 8;
  let top = 0;
  const names = [...parts.values()].map(({ key, name, colour }) => {
    const size = 16 + LETTER * name.length + 16;
    if (left + size > width && left > 8) {
      left = 8;
      top += LINE;
    }
    const place = { key, name, colour, left, top };
    left += size;
    return place;
  });
  return { names, height: names.length === 0 ? 0 : top + LINE };
}

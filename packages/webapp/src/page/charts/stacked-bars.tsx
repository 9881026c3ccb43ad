import { scaleBand, scaleLinear } from 'd3-scale';
import { type Ref, useMemo } from 'react';

/** One bar: parts on top of each other. */
export interface Bar {
  readonly name: string;
  readonly parts: readonly { readonly key: string; readonly amount: number; readonly colour: string }[];
}

interface StackedBarsProps {
  readonly bars: readonly Bar[];
  /** What the chart shows; the figures themselves stand in a table beside it. */
  readonly label: string;
  readonly formatAmount: (amount: number) => string;
  readonly ref?: Ref<SVGSVGElement>;
}

const WIDTH = 720;
const HEIGHT = 260;
const MARGIN = { top: 12, right: 8, bottom: 30, left: 64 };

/** Bars of parts over steps of time. Everything it needs to be drawn elsewhere is in its own attributes. */
export function StackedBars({ bars, label, formatAmount, ref }: StackedBarsProps) {
  const { x, y, ticks, every } = useMemo(() => {
    const most = Math.max(0, ...bars.map(({ parts }) => parts.reduce((sum, { amount }) => sum + amount, 0)));
    const amounts = scaleLinear([0, most || 1], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(4);
    return {
      x: scaleBand(
        bars.map((_, index) => index),
        [MARGIN.left, WIDTH - MARGIN.right],
      ).padding(0.25),
      y: amounts,
      ticks: amounts.ticks(4),
      every: Math.ceil(bars.length / 12),
    };
  }, [bars]);
  return (
    <svg
      ref={ref}
      className="chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
      fontFamily="system-ui, sans-serif"
      fontSize="12"
    >
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={MARGIN.left}
            x2={WIDTH - MARGIN.right}
            y1={y(tick)}
            y2={y(tick)}
            stroke="light-dark(#ddd6c8, #323d41)"
          />
          <text x={MARGIN.left - 8} y={y(tick) + 4} textAnchor="end" fill="light-dark(#56625d, #a4b0ac)">
            {formatAmount(tick)}
          </text>
        </g>
      ))}
      {bars.map((bar, index) => {
        let below = 0;
        return (
          <g key={bar.name}>
            {bar.parts.map(({ key, amount, colour }) => {
              const top = y(below + amount);
              const height = y(below) - top;
              below += amount;
              return (
                <rect
                  key={key}
                  x={x(index)}
                  y={top}
                  width={x.bandwidth()}
                  height={height}
                  rx="2"
                  fill={colour}
                />
              );
            })}
            {index % every === 0 && (
              <text
                x={x(index)! + x.bandwidth() / 2}
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
    </svg>
  );
}

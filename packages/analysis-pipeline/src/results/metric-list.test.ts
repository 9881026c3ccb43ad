import { describe, expect, it } from 'vitest';
import { onlyMetrics, parseMetricList, usualMetrics, windowOfDateTexts } from './index.js';

describe('the metrics that a request names', () => {
  it.each([
    ['nothing', undefined],
    ['a list, as old apps send', ['count', 'distance']],
    ['nothing that is known', { speed: ['mode_confirm'], count: 'mode_confirm' }],
  ])('are the usual ones when it names %s', (_, named) => {
    expect(parseMetricList(named)).toBe(usualMetrics);
  });

  it('are those that are known, by the dimensions that are', () => {
    expect(parseMetricList({ count: ['mode', 'colour'], speed: ['mode'] })).toEqual({ count: ['mode'] });
  });

  it('are what is shown of the summaries', () => {
    const summary = (metric: 'count' | 'distance') => ({
      ...{ date: '2024-05-20', metric, nUsers: 1, last_updated: 0 },
      dimensions: {
        mode: [{ value: 'BUS', measure: 1 }],
        mode_confirm: [{ value: 'bus', measure: 1 }],
      },
    });
    expect(onlyMetrics([summary('count'), summary('distance')], { count: ['mode', 'survey'] })).toEqual([
      { ...summary('count'), dimensions: { mode: [{ value: 'BUS', measure: 1 }] } },
    ]);
  });
});

describe('the stretch of time of two dates', () => {
  const time = (text: string) => Date.parse(text) / 1000;
  it.each([
    ['2024-05-20', '2024-05-21', '2024-05-19', '2024-05-23'],
    ['2024-05-20T10:00:00', '2024-05-20T11:00:00', '2024-05-19', '2024-05-22'],
    ['2024-02', '2024-02', '2024-01-31', '2024-03-04'],
    ['2024', '2024', '2023-12-31', '2025-01-02'],
  ])('%s to %s has room for every time zone', (first, last, start, end) => {
    expect(windowOfDateTexts(first, last)).toEqual({ start: time(start), end: time(end) });
  });

  it('is all time where they are no dates', () => {
    const { start, end } = windowOfDateTexts('', 'for ever');
    expect(start).toBeLessThan(time('0001-01-02'));
    expect(end).toBeGreaterThan(time('9999-12-30'));
  });
});

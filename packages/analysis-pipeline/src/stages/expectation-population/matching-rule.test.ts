import { describe, expect, it } from 'vitest';
import { standardExpectations } from './configuration.js';
import { matchingRule, rulesFor } from './matching-rule.js';

const [intensive, relaxed] = standardExpectations as [
  (typeof standardExpectations)[number],
  (typeof standardExpectations)[number],
];
const inferred = (labels: Record<string, string>, p: number) => [{ labels, p }];

describe('the rule for a label', () => {
  it.each([
    ['that is not inferred', { label2: 'x' }, 1, [0], [0]],
    ['inferred for sure', { label1: 'x' }, 1, [1], [1]],
    ['inferred with 0.96', { label1: 'x' }, 0.96, [1], [1]],
    ['inferred with 0.95', { label1: 'x' }, 0.95, [1], [1, 2]],
    ['inferred with 0.75', { label1: 'x' }, 0.75, [1, 2], [1, 2, 3]],
    ['inferred with 0.65', { label1: 'x' }, 0.65, [0], [1, 2, 3]],
    ['inferred with 0.55', { label1: 'x' }, 0.55, [0], [0]],
    ['inferred with 0', { label1: 'x' }, 0, [0], [0]],
  ])('%s', (_, labels, p, inIntensive, inRelaxed) => {
    const prediction = inferred(labels, p);
    const indices = (mode: typeof intensive) =>
      rulesFor('label1', mode, prediction).map((rule) => mode.rules.indexOf(rule));
    expect([indices(intensive), indices(relaxed)]).toEqual([inIntensive, inRelaxed]);
  });

  it('is that for no inference when there is none', () => {
    expect(rulesFor('label1', relaxed, [])).toEqual([relaxed.rules[0]]);
  });

  it('looks at the most probable prediction, the first of several', () => {
    const prediction = [...inferred({ label2: 'x' }, 0.9), ...inferred({ label1: 'x' }, 0.9)];
    expect(rulesFor('label1', relaxed, prediction)).toEqual([relaxed.rules[0]]);
  });
});

describe('the rule for a trip', () => {
  const labels = ['label1', 'label2'];
  it.each([
    [
      'whose label is missing, in an intensive week',
      intensive,
      inferred({ label2: 'x' }, 1),
      intensive.rules[0],
    ],
    ['that is known for sure', relaxed, inferred({ label1: 'x', label2: 'x' }, 1), relaxed.rules[1]],
    ['that is nearly known', relaxed, inferred({ label1: 'x', label2: 'x' }, 0.9), relaxed.rules[2]],
  ])('%s', (_, mode, prediction, rule) => {
    expect(matchingRule(mode, prediction, labels)).toBe(rule);
  });

  it('expects nothing when nobody is asked anything', () => {
    expect(matchingRule(relaxed, [], [])).toMatchObject({
      expect: { type: 'none' },
      notify: { type: 'none' },
    });
  });

  it('has to be one', () => {
    expect(() => matchingRule(relaxed, inferred({ label1: 'x', label2: 'x' }, 10), labels)).toThrow(
      expect.objectContaining({ code: 'request-invalid' }),
    );
  });
});

import { SojournError } from '@sojourn/datamodel';
import type { LabelPrediction } from '../label-inference/index.js';
import type { CollectionMode, ExpectationRule } from './configuration.js';

/** Trigger of rules for trips without a usable inference. */
const unlabelled = -1;
const nothing: ExpectationRule = { trigger: 1, expect: { type: 'none' }, notify: { type: 'none' } };

/**
 * The rule of a collection mode that applies to a trip: of all labels that are asked for, the one that is inferred with
 * the least confidence decides.
 * @param labels names of the labels that people are asked for
 * @throws SojournError `request-invalid` when no rule applies
 */
export function matchingRule(
  mode: CollectionMode,
  inferred: LabelPrediction,
  labels: readonly string[],
): ExpectationRule {
  if (labels.length === 0) return nothing;
  return lowest(labels.map((label) => lowest(rulesFor(label, mode, inferred))));
}

/** All rules of a mode that apply to one label. */
export function rulesFor(label: string, mode: CollectionMode, inferred: LabelPrediction): ExpectationRule[] {
  const likeliest = inferred.reduce<LabelPrediction[number] | undefined>(
    (best, candidate) => (best === undefined || candidate.p > best.p ? candidate : best),
    undefined,
  );
  const isUsable =
    likeliest !== undefined && likeliest.p > mode.confidenceThreshold && label in likeliest.labels;
  return mode.rules.filter(({ trigger }) => (isUsable ? likeliest.p <= trigger : trigger === unlabelled));
}

function lowest(rules: readonly ExpectationRule[]): ExpectationRule {
  const [first, ...others] = rules;
  if (first === undefined) {
    throw new SojournError('request-invalid', { detail: 'no expectation rule applies to a trip' });
  }
  return others.reduce((least, rule) => (rule.trigger < least.trigger ? rule : least), first);
}

import { SojournError } from '@sojourn/datamodel';
import { accuracyFilter } from './accuracy-filter/index.js';
import { cleanResampling } from './clean-resampling/index.js';
import { compositeObjects } from './composite-objects/index.js';
import { confirmedObjects } from './confirmed-objects/index.js';
import { expectationPopulation } from './expectation-population/index.js';
import { jumpSmoothing } from './jump-smoothing/index.js';
import {
  createConfidenceDiscountedCluster,
  createLabelInference,
  firstPrediction,
} from './label-inference/index.js';
import { createModeInference, modeInferenceByForest, ruleEngine } from './mode-inference/index.js';
import { sectionSegmentation } from './section-segmentation/index.js';
import type { Stage } from './stage.js';
import { type StageName, stageNumbers } from './state.js';
import { tripSegmentation } from './trip-segmentation/index.js';
import { userInputMatch } from './user-input-match/index.js';
import { usercacheMove } from './usercache/index.js';

/** A place in the order of stages, with what can be put there. */
export interface StageSlot {
  readonly name: StageName;
  /** Implementations by name; the first is the default. */
  readonly alternatives: ReadonlyMap<string, Stage>;
}

const slot = (alternatives: Record<string, Stage>): StageSlot => {
  const [standard] = Object.values(alternatives);
  return { name: standard!.name, alternatives: new Map(Object.entries(alternatives)) };
};

/** A stage that leaves things as they are. */
const noStage = (name: StageName): Stage => ({ name, needs: () => [], run: () => undefined });

/** Every stage of the pipeline in the order in which data flows. */
export const stageSlots: readonly StageSlot[] = [
  slot({ standard: usercacheMove }),
  slot({ standard: userInputMatch }),
  slot({ standard: accuracyFilter }),
  slot({ standard: tripSegmentation }),
  slot({ standard: sectionSegmentation }),
  slot({ standard: jumpSmoothing }),
  slot({ standard: cleanResampling }),
  slot({
    rules: createModeInference(ruleEngine),
    forest: modeInferenceByForest,
    none: noStage('MODE_INFERENCE'),
  }),
  slot({ standard: createLabelInference([createConfidenceDiscountedCluster()], firstPrediction) }),
  slot({ standard: expectationPopulation }),
  slot({ standard: confirmedObjects }),
  slot({ standard: compositeObjects }),
];

/** First and last stage of a run, both included. */
export interface StageSpan {
  readonly first: StageName;
  readonly last: StageName;
}

/**
 * The stages of a run in order.
 * @param span part of the pipeline to run; all of it when left out
 * @param chosen name of the alternative by stage
 * @throws SojournError `request-invalid` when a stage, an alternative or an order does not exist
 */
export function stagesOf(
  span?: StageSpan,
  chosen: Partial<Record<StageName, string>> = {},
  slots: readonly StageSlot[] = stageSlots,
): Stage[] {
  const position = (name: StageName): number => {
    const index = slots.findIndex((candidate) => candidate.name === name);
    if (index < 0) throw noSuchStage(name);
    return index;
  };
  const first = span === undefined ? 0 : position(span.first);
  const last = span === undefined ? slots.length - 1 : position(span.last);
  if (last < first) throw invalid('stages', `${span?.last} comes before ${span?.first}`);
  return slots.slice(first, last + 1).map(({ name, alternatives }) => {
    const stage =
      chosen[name] === undefined ? alternatives.values().next().value : alternatives.get(chosen[name]);
    if (stage === undefined)
      throw invalid(`alternatives.${name}`, 'there is no such alternative of the stage');
    return stage;
  });
}

/** Reads `STAGE` or `STAGE..STAGE`. @throws SojournError `request-invalid` */
export function parseSpan(text: string): StageSpan {
  const [first = '', last = first, ...rest] = text.split('..');
  if (rest.length > 0) throw invalid('stages', 'expected STAGE or STAGE..STAGE');
  if (!isStageName(first)) throw noSuchStage(first);
  if (!isStageName(last)) throw noSuchStage(last);
  return { first, last };
}

function isStageName(name: string): name is StageName {
  return Object.hasOwn(stageNumbers, name);
}

function noSuchStage(name: string): SojournError {
  const shown = name.length > 40 ? `${name.slice(0, 40)}…` : name;
  return invalid('stages', `there is no stage ${JSON.stringify(shown)}`);
}

function invalid(path: string, detail: string): SojournError {
  return new SojournError('request-invalid', { detail, errors: [{ path, code: 'request-invalid' }] });
}

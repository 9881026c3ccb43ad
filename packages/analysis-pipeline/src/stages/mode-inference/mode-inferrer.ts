import type { Entry } from '@sojourn/datamodel';
import type { PredictedMode } from '@sojourn/datamodel/streams';
import type { Settings } from '../../settings/index.js';
import type { EntryNeed, StageInput } from '../stage.js';
import type { BoundingBox } from '../transit-stops.js';

/** Name of a mode of travel that can be predicted. */
export type PredictedModeName = keyof typeof PredictedMode;

/** Probabilities by mode; modes that are out of the question are left out. */
export type ModeProbabilities = Readonly<Partial<Record<PredictedModeName, number>>>;

/** What an inferrer makes of a section. */
export interface ModeInference {
  readonly probabilities: ModeProbabilities;
  /** Transit stops would have decided, and nobody could say which there are. */
  readonly withoutStops?: true;
}

/** A way to tell the mode of travel of a cleaned section. */
export interface ModeInferrer {
  /** Code that predictions carry. */
  readonly algorithm: number;
  /** What is read for sections that an earlier run has cleaned. */
  furtherNeeds?(sections: readonly Entry[]): readonly EntryNeed[];
  /** The boxes whose transit stops tell the mode of a section; none where something else does. */
  transitBoxes?(section: Entry, settings: Settings): readonly BoundingBox[];
  /** An inferrer for the sections of one run. @throws when it cannot work at all */
  prepare(input: StageInput): (section: Entry) => ModeInference;
}

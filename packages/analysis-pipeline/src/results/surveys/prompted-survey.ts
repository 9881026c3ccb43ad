import type { Entry } from '@sojourn/datamodel';
import { type PromptedSurvey, sensedVehicle } from '../trip-dimensions.js';
import { type Facts, holds } from './condition.js';

/** A survey about trips, as under `survey_info.buttons.trip-label` of a deployment configuration. */
export interface TripSurvey {
  readonly surveyName: string;
  /** When people are asked to answer it, in Python; wins over `showsIf`. */
  readonly showsIfPy?: string;
  /** The same in JavaScript. A survey without any condition is always shown. */
  readonly showsIf?: string;
}

/** Which of a study's surveys people are asked to answer about a trip: the first whose condition the trip meets. */
export function promptedSurveyOf(surveys: readonly TripSurvey[]): PromptedSurvey {
  return (trip) => {
    const facts = factsOf(trip);
    return surveys.find((survey) => isShown(survey, facts))?.surveyName ?? null;
  };
}

function factsOf(trip: Entry): Facts {
  const { _id, user_id, data } = trip;
  return { ...data, _id, user_id, primary_ble_sensed_mode: sensedVehicle(trip) ?? 'UNKNOWN' };
}

/** A condition that cannot be told is not met. */
function isShown({ showsIfPy, showsIf }: TripSurvey, facts: Facts): boolean {
  const condition = showsIfPy ?? showsIf;
  if (condition === undefined) return true;
  try {
    return holds(condition, facts);
  } catch {
    return false;
  }
}

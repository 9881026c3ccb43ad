import type { Settings } from '../../settings/index.js';

const placeAdditionKey = 'manual/place_addition_input';

/** Streams of what people add to a trip or place; additions accumulate. */
export const additionKeys: readonly string[] = ['manual/trip_addition_input', placeAdditionKey];

/** Streams whose whole entry is kept on the trip or place: answers to surveys. Of others, the label is. */
const surveyKeys = new Set(['manual/trip_user_input', 'manual/place_user_input']);
/** Streams that are about places; all others are about trips. */
const placeKeys = new Set(['manual/place_user_input', placeAdditionKey]);

/** All streams of what people say about trips and places. */
export function inputKeys(settings: Settings): string[] {
  return [...settings['userinput.keylist'], ...additionKeys];
}

export const isAddition = (key: string): boolean => additionKeys.includes(key);
export const isSurvey = (key: string): boolean => surveyKeys.has(key);
export const isAboutPlace = (key: string): boolean => placeKeys.has(key);

/** The name under which an input is kept on its trip or place. */
export const slotOf = (key: string): string => key.replace(/^manual\//, '');

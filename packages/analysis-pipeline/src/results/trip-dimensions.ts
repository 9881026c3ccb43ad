import type { Entry } from '@sojourn/datamodel';

/** By what trips are told apart in daily summaries. */
export const tripDimensions = [
  'mode_confirm',
  'purpose_confirm',
  'replaced_mode_confirm',
  'primary_ble_sensed_mode',
  'mode',
  'survey',
] as const;
export type TripDimension = (typeof tripDimensions)[number];

/** Which survey a person is asked to answer about a trip; null for none. */
export type PromptedSurvey = (trip: Entry) => string | null;

/** The value of a trip in a dimension; null leaves the trip out of it. */
export function dimensionOf(
  trip: Entry,
  dimension: TripDimension,
  promptedSurvey: PromptedSurvey,
): string | null {
  if (dimension === 'survey') return promptedSurvey(trip);
  if (dimension === 'primary_ble_sensed_mode') return sensedVehicle(trip) ?? 'UNKNOWN';
  if (dimension === 'mode') {
    return labelOf(trip, 'mode_confirm') ?? sensedVehicle(trip) ?? sensedMode(trip) ?? 'UNKNOWN';
  }
  return labelOf(trip, dimension) ?? 'UNLABELED';
}

/** The name of the survey that a person answered about a trip. */
export function answeredSurvey({ data }: Entry): string | undefined {
  const input = data.user_input as { trip_user_input?: { data?: { name?: string } } } | undefined;
  return input?.trip_user_input?.data?.name;
}

function labelOf({ data }: Entry, name: string): string | undefined {
  const label = (data.user_input as Record<string, unknown> | undefined)?.[name];
  return typeof label === 'string' && label !== '' ? label : undefined;
}

/**
 * The vehicle whose beacons a trip met over the greatest distance. A trip on which none was seen has a summary all the
 * same, of the mode `UNKNOWN`.
 */
export function sensedVehicle(trip: Entry): string | undefined {
  const mode = longest(trip.data.ble_sensed_summary);
  return mode === 'UNKNOWN' ? undefined : mode;
}

/** By cleaned sections, as in the reference: inferred modes change no sums. */
const sensedMode = (trip: Entry): string | undefined => longest(trip.data.cleaned_section_summary);

/** The mode with the greatest distance of a summary, the first of equals. */
function longest(summary: unknown): string | undefined {
  const distances = (summary as { distance?: Record<string, number> } | null | undefined)?.distance ?? {};
  let best: string | undefined;
  let most = 0;
  for (const [mode, distance] of Object.entries(distances)) {
    if (distance > most) [best, most] = [mode, distance];
  }
  return best;
}

/** What the reference takes for the rule: six hours. */
export const REFERENCE_DORMANT_SECONDS = 21_600;

/**
 * Whether a person's last location is so close to what the pipeline has seen already that a run is not worth while. The
 * reference's rule: no run before the last location is more than so many seconds after the end of the diary, and after the
 * mark of trip segmentation.
 * @param seconds 0 for never
 */
export function isDormant(
  profile: Readonly<Record<string, unknown>>,
  states: { readonly TRIP_SEGMENTATION?: { readonly last_processed_ts: number | null } },
  seconds: number,
): boolean {
  if (seconds === 0) return false;
  const lastLocation = numberOf(profile.last_location_ts);
  const range = profile.pipeline_range as { end_ts?: unknown } | null | undefined;
  const segmented = states.TRIP_SEGMENTATION?.last_processed_ts ?? 0;
  return lastLocation - numberOf(range?.end_ts) <= seconds || lastLocation - segmented <= seconds;
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** Labels that a trip may get, by category, and how probable that is. */
export interface LikelyTripLabels {
  readonly labels: Readonly<Record<string, unknown>>;
  readonly p: number;
}

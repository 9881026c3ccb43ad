/** An instant in whole microseconds: whole seconds since the epoch and 0 to 999 999 microseconds after them. */
export interface RoundedInstant {
  readonly seconds: number;
  readonly microseconds: number;
}

/**
 * Rounds Unix seconds to whole microseconds: the fractional part of the double times 1e6 in double arithmetic,
 * half to even, carried into the seconds. The same steps as CPython's `datetime.fromtimestamp`.
 */
export function roundToMicroseconds(ts: number): RoundedInstant {
  let seconds = Math.trunc(ts);
  let microseconds = roundHalfToEven((ts - seconds) * 1e6);
  if (microseconds >= 1_000_000) {
    microseconds -= 1_000_000;
    seconds += 1;
  } else if (microseconds < 0) {
    microseconds += 1_000_000;
    seconds -= 1;
  }
  return { seconds, microseconds };
}

function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  const over = value - below;
  if (over < 0.5) return below;
  if (over > 0.5) return below + 1;
  return below % 2 === 0 ? below : below + 1;
}

/** CPU seconds of the whole process, all threads, that a piece of work took. */
export async function cpuSeconds(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Wall-clock milliseconds that a piece of work took. */
export async function wallMilliseconds(work: () => unknown): Promise<number> {
  const before = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - before) / 1e6;
}

/** How many times as fast as the baseline of the same round, in the median round: what slows a machine slows both. */
export function timesAsFast(rates: readonly number[], baseline: readonly number[]): number {
  return median(rates.map((rate, round) => rate / (baseline[round] ?? Number.NaN)));
}

/** The value at a fraction of the sorted list, 0.5 for the median; linear between neighbours. */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return Number.NaN;
  const position = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(position)] as number;
  const above = sorted[Math.ceil(position)] as number;
  return below + (above - below) * (position - Math.floor(position));
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Rounds to significant digits, for figures that people read. */
export const round = (value: number, digits = 4): number => Number(value.toPrecision(digits));

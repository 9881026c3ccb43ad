import { round } from '../measure.js';
import { machine } from '../pipeline/machine.js';
import { type Assumptions, usualAssumptions } from './inputs.js';
import { daysUntilDiskCostsMore, layOut } from './layout.js';
import { measureInputs } from './measure-inputs.js';

export interface ScaleBenchOptions extends Partial<Assumptions> {
  /** People and days that are measured, from which the rest is worked out. */
  readonly sample?: number;
  readonly days?: number;
  /** Told what is being done, for people who wait. */
  readonly progress?: (message: string) => void;
}

/**
 * What a million people need: measures what some simulated ones cost on this machine, and simulates a day of all of
 * them minute by minute. Says what was measured, what was assumed, and what follows.
 */
export async function benchScale(options: ScaleBenchOptions = {}): Promise<Record<string, unknown>> {
  const { sample = 100, days = 3, progress = () => {}, ...given } = options;
  const assumed: Assumptions = { ...usualAssumptions, ...given };
  progress(`measuring ${sample} people with ${days} days each`);
  const measured = await measureInputs(sample, days);
  progress(`simulating a day of ${assumed.people} people`);
  const layout = layOut(measured, assumed);
  return rounded({
    measured: { ...measured, sample, days },
    assumed,
    follows: { ...layout, days_until_disk_costs_more_than_cores: daysUntilDiskCostsMore(layout) },
    measured_on: { ...machine(), times: 'milliseconds of CPU time, all threads of a process' },
  }) as Record<string, unknown>;
}

function rounded(value: unknown): unknown {
  if (typeof value === 'number') return round(value, 4);
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, rounded(member)]));
}

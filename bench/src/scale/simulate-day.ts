import type { Assumptions, MeasuredInputs } from './inputs.js';

/** What happens in each minute of a day. */
export interface SimulatedDay {
  /** Uploads by minute. */
  readonly uploads: Float64Array;
  /** Milliseconds of CPU asked for by minute, of the store and of the pipeline. */
  readonly storeMs: Float64Array;
  readonly pipelineMs: Float64Array;
}

const minutes = 24 * 60;
/** Minutes between an upload and the run over it: the pipeline waits until a person's data has been quiet. */
const runAfter = 1;

/**
 * A day of many people, minute by minute. Every phone syncs at a fixed distance, at a phase that follows from its
 * number, and sends what it has recorded since; each upload is followed by a run that costs its share of the day's.
 * Phones that had nothing to send still ask whether there is anything for them, which is counted as a request.
 */
export function simulateDay(inputs: MeasuredInputs, assumptions: Assumptions): SimulatedDay {
  const { people, syncsPerDay, zoneHours } = assumptions;
  const uploads = new Float64Array(minutes);
  const storeMs = new Float64Array(minutes);
  const pipelineMs = new Float64Array(minutes);
  const share = sharesSinceLastSync(inputs.shareByHour, minutes / syncsPerDay);
  const phase = minutes / syncsPerDay;
  // People of one zone and one phase do the same, so that they are counted together.
  const phases = Math.max(1, Math.round(phase));
  for (let zone = 0; zone < zoneHours; zone++) {
    for (let offset = 0; offset < phases; offset++) {
      const group = people / zoneHours / phases;
      for (let minute = offset; minute < minutes; minute += phase) {
        const at = Math.floor(minute) % minutes;
        const local = (at + zone * 60) % minutes;
        const part = share[local]!;
        uploads[at]! += group;
        storeMs[at]! += group * part * inputs.uploadMsPerPersonDay;
        const later = (at + runAfter) % minutes;
        storeMs[later]! += group * part * inputs.runStoreMsPerPersonDay;
        pipelineMs[later]! += group * part * inputs.runPipelineMsPerPersonDay;
      }
    }
  }
  return { uploads, storeMs, pipelineMs };
}

/** For each minute of the day, the share of the day's entries that were written in the stretch before it. */
function sharesSinceLastSync(shareByHour: readonly number[], stretch: number): Float64Array {
  const byMinute = Float64Array.from(
    { length: minutes },
    (_, minute) => shareByHour[Math.floor(minute / 60)]! / 60,
  );
  const shares = new Float64Array(minutes);
  for (let minute = 0; minute < minutes; minute++) {
    for (let back = 1; back <= stretch; back++)
      shares[minute]! += byMinute[(minute - back + minutes) % minutes]!;
  }
  return shares;
}

/** How a queue fares that gets this much work each minute and can do so much. */
export interface QueueFigures {
  /** Share of the capacity that the busiest minute asks for. */
  readonly peakUtilisation: number;
  /** Longest time that work waits, in minutes. */
  readonly longestWait: number;
}

/** @param capacity milliseconds of CPU that can be spent in a minute */
export function queueOf(work: Float64Array, capacity: number): QueueFigures {
  let [waiting, most, peak] = [0, 0, 0];
  // Twice round, so that what is left of one night is met in the next morning.
  for (let round = 0; round < 2; round++) {
    for (const asked of work) {
      peak = Math.max(peak, asked / capacity);
      waiting = Math.max(0, waiting + asked - capacity);
      most = Math.max(most, waiting / capacity);
    }
  }
  return { peakUtilisation: peak, longestWait: most };
}

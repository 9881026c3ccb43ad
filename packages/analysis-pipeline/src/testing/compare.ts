import type { Entry } from '@sojourn/datamodel';
import { expect } from 'vitest';
import type { StageStates } from '../stages/index.js';
import type { ReferenceOutput } from './real-days.js';

const levels = ['segmentation/raw_trip', 'segmentation/raw_untracked', 'segmentation/raw_place'];
const comparedStates = ['USER_INPUT_MATCH_INCOMING', 'ACCURACY_FILTERING', 'TRIP_SEGMENTATION'] as const;

/** Replaces the ids of a chain by the positions of what they refer to, and takes the distances out. */
function byPosition(streams: readonly (readonly Entry[])[]): unknown[] {
  const positions = new Map<string, string>();
  for (const stream of streams) {
    stream.forEach((entry, index) => {
      positions.set(entry._id.$oid, `${entry.metadata.key} ${index}`);
    });
  }
  return streams.map((stream) =>
    stream.map(({ data }) =>
      Object.fromEntries(
        Object.entries(data).map(([name, value]) => {
          if (name === 'distance') return [name, 'compared apart'];
          const id = (value as { $oid?: string } | null)?.$oid;
          return [name, id === undefined ? value : positions.get(id)];
        }),
      ),
    ),
  );
}

/**
 * Holds raw trips, untracked periods, places and states to what the reference made: every value equal, links by
 * position, distances to the last digit but one.
 * @param streamOf the entries of a stream by write time, then id
 */
export function expectRawDiary(
  streamOf: (key: string) => readonly Entry[],
  states: StageStates,
  reference: Pick<ReferenceOutput, 'analysis' | 'pipeline_state'>,
): void {
  const found = levels.map(streamOf);
  const expected = levels.map((key) => reference.analysis[key] ?? []);
  expect(byPosition(found)).toEqual(byPosition(expected));
  found.flat().forEach(({ data }, index) => {
    const distance = expected.flat()[index]!.data.distance as number | undefined;
    // The last digit depends on the mathematical library that sines come from.
    if (distance !== undefined) {
      expect(Math.abs((data.distance as number) - distance)).toBeLessThanOrEqual(distance * 1e-12);
    }
  });
  for (const stage of comparedStates) {
    const { last_processed_ts, curr_run_ts } = states[stage]!;
    expect({ stage, last_processed_ts, curr_run_ts }).toEqual({ stage, ...reference.pipeline_state[stage] });
  }
}

import { locationPoints, rowsBetween, slicePoints } from '../../points/index.js';
import { backlogOf } from '../backlog.js';
import { zoneOf } from '../entry-maker.js';
import type { TimeRange } from '../entry-order.js';
import { writtenRange } from '../sensed-range.js';
import type { EntryNeed, RunScope, Stage, StageInput, StageOutput } from '../stage.js';
import { stageRange } from '../state.js';
import { filteredLocationKey, rawSectionKey, smoothingKey } from '../stream-keys.js';
import { doneUpTo, sensedSpan, unprocessed } from '../unprocessed.js';
import { smoothSection } from './smooth-section.js';

const name = 'JUMP_SMOOTHING';

/** Marks the points of each raw section at which the position jumps to and fro. */
export const jumpSmoothing: Stage = { name, needs, run };

function needs(scope: RunScope): EntryNeed[] {
  return [
    { key: filteredLocationKey, range: writtenRange(stageRange(scope.states[name], scope.now)) },
    ...backlogOf(scope, 'SECTION_SEGMENTATION', name, [
      { key: rawSectionKey, range: rangeOf(scope, 'data.end_ts') },
    ]),
  ];
}

function run(input: StageInput): StageOutput {
  const { view, make } = input;
  const sections = unprocessed(input, name, rawSectionKey, 'data.end_ts');
  const last = sections.at(-1);
  if (last === undefined) return { processedUpTo: null, entries: 0 };
  const sensed: TimeRange = { field: 'data.ts', ...sensedSpan(input, name, sections) };
  const points = locationPoints(view.find(filteredLocationKey, sensed), 'data.ts');
  const insert = sections.flatMap((section) => {
    const { start_ts, end_ts } = section.data as { start_ts: number; end_ts: number };
    const rows = rowsBetween(points.ts, start_ts, end_ts);
    const smoothing = smoothSection(slicePoints(points, rows.first, rows.stop - 1));
    if (smoothing === undefined) return [];
    const data = {
      section: section._id,
      deleted_points: smoothing.deleted.map((id) => ({ $oid: id })),
      outlier_algo: 'BoxplotOutlier',
      filtering_algo: smoothing.algorithm,
    };
    return [make.create(smoothingKey, data, zoneOf(section))];
  });
  return {
    insert,
    processedUpTo: doneUpTo(input, name, last.data.end_ts as number),
    entries: sections.length + points.count,
  };
}

function rangeOf({ states, now }: RunScope, field: TimeRange['field']): TimeRange {
  return { field, ...stageRange(states[name], now) };
}

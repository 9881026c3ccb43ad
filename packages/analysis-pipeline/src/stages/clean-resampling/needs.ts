import type { Entry } from '@sojourn/datamodel';
import { backlogOf } from '../backlog.js';
import type { TimeField, TimeRange } from '../entry-order.js';
import { writtenRange } from '../sensed-range.js';
import type { EntryNeed, RunScope } from '../stage.js';
import { markSeconds, stageRange } from '../state.js';
import {
  cleanedPlaceKey,
  filteredLocationKey,
  rawPlaceKey,
  rawSectionKey,
  rawStopKey,
  rawTripKey,
  rawUntrackedKey,
  smoothingKey,
} from '../stream-keys.js';
import { openPlaceOf } from '../trip-segmentation/index.js';
import type { EntryView } from '../working-set.js';

export const name = 'CLEAN_RESAMPLING';

export function rangeOf({ states, now }: RunScope, field: TimeField): TimeRange {
  return { field, ...stageRange(states[name], now) };
}

export function needs(scope: RunScope): EntryNeed[] {
  const { start, end } = stageRange(scope.states[name], scope.now);
  // The place that the run begins at was entered when the last trip of the run before ended.
  const since = start === null ? null : start - markSeconds;
  return [
    { key: filteredLocationKey, range: writtenRange({ start, end }) },
    { key: cleanedPlaceKey, openPlace: true },
    ...backlogOf(scope, 'TRIP_SEGMENTATION', name, [
      { key: rawPlaceKey, range: { field: 'data.enter_ts', start: since, end } },
      { key: rawPlaceKey, range: { field: 'data.exit_ts', start: since, end: null } },
      { key: rawTripKey, range: { field: 'data.start_ts', start, end } },
      { key: rawUntrackedKey, range: { field: 'data.start_ts', start, end } },
    ]),
    ...backlogOf(scope, 'SECTION_SEGMENTATION', name, [
      { key: rawSectionKey, range: { field: 'data.start_ts', start, end } },
      { key: rawStopKey, range: { field: 'data.enter_ts', start, end } },
    ]),
  ];
}

/** What was smoothed of sections that are stored already, and the point at which the open place was reached. */
export function furtherNeeds(scope: RunScope, view: EntryView): EntryNeed[] {
  const sections = view.find(rawSectionKey, rangeOf(scope, 'data.start_ts'));
  const written = Math.min(...sections.map(({ metadata }) => metadata.write_ts));
  const smoothed: EntryNeed[] =
    sections.length === 0
      ? []
      : [{ key: smoothingKey, range: { field: 'metadata.write_ts', start: written, end: null } }];
  const place = openPlaceOf(view.all(cleanedPlaceKey));
  return place === undefined ? smoothed : [...smoothed, ...arrivalNeeds(place, scope, view)];
}

/** Where nothing has been kept since, the place was reached long before the first point that is read anyway. */
function arrivalNeeds(place: Entry, scope: RunScope, view: EntryView): EntryNeed[] {
  const { start } = rangeOf(scope, 'data.ts');
  if (start === null) return [];
  const pointAt = (ts: number): EntryNeed[] =>
    ts < start - markSeconds
      ? [{ key: filteredLocationKey, range: { field: 'data.ts', start: ts, end: ts } }]
      : [];
  const { enter_ts, raw_places } = place.data as { enter_ts?: number; raw_places?: { $oid: string }[] };
  if (enter_ts !== undefined) return pointAt(enter_ts);
  // The first place of all was never reached; the point at which it was left stands for it.
  const raw = view.get(rawPlaceKey, raw_places?.[0]?.$oid ?? '');
  if (typeof raw?.data.exit_ts === 'number') return pointAt(raw.data.exit_ts);
  return [{ key: rawPlaceKey, range: { field: 'data.exit_ts', start: null, end: start } }];
}

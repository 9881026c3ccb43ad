import type { Entry } from '@sojourn/datamodel';
import type { Point } from '@sojourn/datamodel/geo';
import type { Settings } from '../../../settings/index.js';
import type { BoundingBox, TransitStop, TransitStopLookup } from '../../transit-stops.js';
import type { PredictedModeName } from '../mode-inferrer.js';
import { medianSpeed } from '../section-speeds.js';
import { boxAround } from './bounding-box.js';
import { candidateModes } from './match-stops.js';
import { singleMode } from './single-mode.js';

/** Stops would have decided, and nobody could be asked. */
export class TransitStopsUnknown extends Error {
  constructor() {
    super('transit stops were not looked up');
  }
}

/**
 * Tells what public transport a section may have been: that which connects the stops at its ends.
 * @returns a function that answers undefined when none does
 * @throws TransitStopsUnknown, and RangeError for routes that are no mode of travel
 */
export function createTransitModes(
  stops: TransitStopLookup,
  settings: Settings,
): (section: Entry) => PredictedModeName | undefined {
  const strict = settings['classification.validityAssertions'];
  return (section) => {
    const [start, end] = stopBoxesOf(section, settings).map((box) => known(stops.stopsIn(box)));
    const candidates = candidateModes(start!, end!);
    return candidates && singleMode(candidates, { medianSpeed: () => medianSpeed(section), strict });
  };
}

/** The boxes in which stops are looked up for a section: around its start and around its end. */
export function stopBoxesOf({ data }: Entry, settings: Settings): [start: BoundingBox, end: BoundingBox] {
  // The reference takes the radius of the start for both ends.
  const radius = settings['section.startStopRadius'];
  return [boxAround(data.start_loc as Point, radius), boxAround(data.end_loc as Point, radius)];
}

function known(stops: readonly TransitStop[] | undefined): readonly TransitStop[] {
  if (stops === undefined) throw new TransitStopsUnknown();
  return stops;
}

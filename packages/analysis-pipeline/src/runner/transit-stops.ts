import type { Settings } from '../settings/index.js';
import {
  type BoundingBox,
  noTransitStops,
  type Stage,
  type StageRun,
  type TransitStop,
  type TransitStopLookup,
} from '../stages/index.js';

/** The settings that say where transit stops are looked up. */
export type TransitSettings = Pick<
  Settings,
  'transit.stops' | 'transit.overpass.interval' | 'transit.overpass.timeout'
>;

/** Where transit stops are looked up. */
export interface TransitStopSource {
  /**
   * The stops in each of some boxes, as settings say; undefined for a box about which nobody could be
   * asked, which is not the same as there being none. Does not throw.
   */
  lookUp(
    boxes: readonly BoundingBox[],
    settings: TransitSettings,
  ): Promise<readonly (readonly TransitStop[] | undefined)[]>;
}

/**
 * What a stage is told of transit stops: all that it wants to know is asked for at once, before it runs. Under the
 * default settings there are no stops anywhere and nobody is asked.
 * @param source left out where nobody can be asked
 */
export async function transitStopsFor(
  stage: Stage,
  run: StageRun,
  source: TransitStopSource | undefined,
): Promise<TransitStopLookup> {
  const { scope, view } = run;
  if (scope.settings['transit.stops'] === 'none') return noTransitStops;
  const boxes = new Map(stage.transitBoxes?.(scope, view).map((box) => [nameOf(box), box]));
  if (boxes.size === 0) return noTransitStops;
  const found = await source?.lookUp([...boxes.values()], transitSettingsOf(scope.settings));
  const byBox = new Map([...boxes.keys()].map((name, index) => [name, found?.[index]]));
  return { stopsIn: (box) => byBox.get(nameOf(box)) };
}

function transitSettingsOf(settings: Settings): TransitSettings {
  return {
    'transit.stops': settings['transit.stops'],
    'transit.overpass.interval': settings['transit.overpass.interval'],
    'transit.overpass.timeout': settings['transit.overpass.timeout'],
  };
}

function nameOf(box: BoundingBox): string {
  return `${box.minimumLatitude} ${box.minimumLongitude} ${box.maximumLatitude} ${box.maximumLongitude}`;
}

import { segmentByDistance } from './distance-method.js';
import type { SegmentationMethod } from './method.js';
import { segmentByTime } from './time-method.js';

/** The methods by the value of `data.filter`. */
export const segmentationMethods: ReadonlyMap<string, SegmentationMethod> = new Map([
  ['time', { source: 'DwellSegmentationTimeFilter', untrackedDistance: 2500, segment: segmentByTime }],
  [
    'distance',
    { source: 'DwellSegmentationDistFilter', untrackedDistance: 1200, segment: segmentByDistance },
  ],
]);

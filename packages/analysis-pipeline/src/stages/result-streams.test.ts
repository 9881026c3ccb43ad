import { expect, it } from 'vitest';
import { rawPlaceKey, rawTripKey, rawUntrackedKey, resultKeys } from './index.js';
import { derivedStreams } from './superseding/index.js';

it('are what stages derive, and nothing that phones or people sent', () => {
  const derived = [...derivedStreams.values()].flat().map(({ key }) => key);
  expect(resultKeys).toEqual(expect.arrayContaining([rawTripKey, rawPlaceKey, rawUntrackedKey, ...derived]));
  expect(resultKeys.filter((key) => !/^(segmentation|analysis|inference)\//.test(key))).toEqual([]);
  expect(resultKeys).not.toContain('inference/trip_model');
});

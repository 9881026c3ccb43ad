import type { Entry } from '@sojourn/datamodel';
import { point } from '@sojourn/datamodel/geo';
import { describe, expect, it } from 'vitest';
import { haveRealDays, readReferenceOutput } from '../testing/real-days.js';
import { incidentHeatmap, modeHeatmap, readerOf } from './index.js';

let ids = 0;
function entry(key: string, data: Record<string, unknown>): Entry {
  return {
    _id: { $oid: (++ids).toString(16).padStart(24, '0') },
    user_id: { $uuid: '0'.repeat(32) },
    metadata: { key, write_ts: 0 } as Entry['metadata'],
    data,
  };
}
const way = (ts: number, longitude: number, mode = 2) =>
  entry('analysis/recreated_location', {
    ...{ ts, loc: point(longitude, 45), mode },
    local_dt: { year: 2024, month: 3, day: ts, hour: 9 },
  });
const always = { start: 0, end: 100 };
const box = [
  [4, 44],
  [6, 44],
  [6, 46],
  [4, 46],
  [4, 44],
] as const;
const hole = [
  [4.9, 44.9],
  [5.1, 44.9],
  [5.1, 45.1],
  [4.9, 45.1],
  [4.9, 44.9],
] as const;

describe('the heatmap of modes', () => {
  const reader = readerOf([way(3, 7), way(1, 5), way(2, 5.5, 0)]);
  const longitudes = async (
    ...asked: Parameters<typeof modeHeatmap> extends [unknown, ...infer Rest] ? Rest : never
  ) => (await modeHeatmap(reader, ...asked)).lnglat.map(([longitude]) => longitude);

  it('follows the order of time', async () => {
    expect(await longitudes({ time: always, region: null }, null)).toEqual([5, 5.5, 7]);
    expect(await longitudes({ time: { start: 2, end: 3 }, region: null }, null)).toEqual([5.5, 7]);
  });

  it('keeps the modes that are asked for', async () => {
    expect(await longitudes({ time: always, region: null }, ['IN_VEHICLE', 'WALKING'])).toEqual([5.5]);
    expect(await longitudes({ time: always, region: null }, [])).toEqual([]);
    for (const mode of ['CAR', 'constructor']) {
      await expect(longitudes({ time: always, region: null }, [mode])).rejects.toMatchObject({
        code: 'request-invalid',
      });
    }
  });

  it('keeps what lies in the region and not in its holes', async () => {
    expect(await longitudes({ time: always, region: { type: 'Polygon', coordinates: [box] } }, null)).toEqual(
      [5, 5.5],
    );
    const region = { type: 'MultiPolygon', coordinates: [[box, hole]] } as const;
    expect(await longitudes({ time: always, region }, null)).toEqual([5.5]);
  });

  it('leaves the time of day out of local dates', async () => {
    const time = {
      from: { year: 2024, month: 3, day: 1, hour: 0 },
      to: { year: 2024, month: 3, day: 2, hour: 0 },
    };
    expect(await longitudes({ time, region: null }, null)).toEqual([5, 5.5]);
  });
});

it('the heatmap of incidents finds those that are not converted yet', async () => {
  const reader = readerOf([
    entry('manual/incident', { ts: 2, longitude: 5, latitude: 45 }),
    entry('manual/incident', { ts: 1, loc: point(7, 45) }),
    entry('manual/incident', { ts: 3 }),
  ]);
  expect((await incidentHeatmap(reader, { time: always, region: null })).incidents).toHaveLength(3);
  const region = { type: 'Polygon', coordinates: [box] } as const;
  expect(await incidentHeatmap(reader, { time: always, region })).toEqual({
    incidents: [{ ts: 2, longitude: 5, latitude: 45 }],
  });
});

describe.runIf(haveRealDays)('the heatmap of 27 August 2015', () => {
  const time = { start: 1_440_658_800, end: 1_440_745_200 };
  it.each([
    [['BICYCLING'], 64],
    [['ON_FOOT'], 57],
    [['IN_VEHICLE'], 443],
    [['BICYCLING', 'ON_FOOT'], 121],
    [null, 591],
  ])('has of %j %i points', async (modes, count) => {
    const { analysis } = readReferenceOutput('android-2015-08-27-extrapolation');
    const reader = readerOf(Object.values(analysis).flat());
    expect((await modeHeatmap(reader, { time, region: null }, modes)).lnglat).toHaveLength(count);
    const day = { year: 2015, month: 8, day: 27, hour: 0, minute: 0, second: 0 };
    const local = { time: { from: day, to: day }, region: null };
    expect((await modeHeatmap(reader, local, modes)).lnglat).toHaveLength(count);
  });
});

import { describe, expect, it } from 'vitest';
import { marksOfCall, marksOfUpload } from './marks.js';

const NOW = 1_718_100_000;
const location = (ts: unknown, write_ts: unknown) => ({
  metadata: { key: 'background/location', write_ts },
  data: { ts },
});
const battery = (write_ts: unknown) => ({
  metadata: { key: 'background/battery', write_ts },
  data: { ts: 1 },
});

describe('marksOfCall', () => {
  it.each([
    ['/profile/get', ['last_call_ts']],
    ['/usercache/get', ['last_call_ts', 'last_sync_ts']],
    ['/usercache/put', ['last_call_ts', 'last_put_ts', 'last_sync_ts']],
    ['/usercache/putone', ['last_call_ts', 'last_put_ts', 'last_sync_ts']],
    ['/pipeline/get_range_ts', ['last_call_ts', 'last_diary_fetch_ts']],
  ])('%s leaves %j', (path, names) => {
    const marks = marksOfCall(path, 1_718_000_000);
    expect(Object.keys(marks).sort()).toEqual(names);
    expect(new Set(Object.values(marks))).toEqual(new Set([1_718_000_000]));
  });
});

describe('marksOfUpload', () => {
  it('takes the last entry and the last location', () => {
    expect(marksOfUpload([location(10, 11), location(20, 21), battery(30)], NOW)).toEqual({
      last_phone_data_ts: 30,
      last_location_ts: 20,
    });
  });

  it('says nothing about locations when there are none', () => {
    expect(marksOfUpload([battery(30)], NOW)).toEqual({ last_phone_data_ts: 30 });
    expect(marksOfUpload([], NOW)).toEqual({});
  });

  it('reads milliseconds as the upload does', () => {
    expect(marksOfUpload([location(1_718_000_004_900, 1_718_000_005_100)], NOW)).toEqual({
      last_phone_data_ts: 1_718_000_005.1,
      last_location_ts: 1_718_000_004.9,
    });
  });

  it.each([
    [null],
    [5],
    [{}],
    [{ metadata: null }],
    [location('yesterday', Number.NaN)],
    [location(NOW * 2, NOW + 90_000)],
  ])('passes over %j', (value) => {
    expect(marksOfUpload([value], NOW)).toEqual({});
  });
});

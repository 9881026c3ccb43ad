import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createStreamRegistry, defineStream, isStreamKey, standardStreams } from './index.js';
import { MotionType, nameOfCode, timestamp } from './streams/index.js';

describe('the standard streams', () => {
  const stream = (key: string) => {
    const found = standardStreams.get(key);
    if (found === undefined) throw new Error(`no stream ${key}`);
    return found;
  };

  it.each([
    ['background/location', 'raw', 'upload', ['metadata.write_ts', 'data.ts']],
    ['manual/mode_confirm', 'raw', 'upload', ['metadata.write_ts', 'data.start_ts', 'data.end_ts']],
    ['config/consent', 'raw', 'upload', ['metadata.write_ts']],
    ['stats/server_api_time', 'raw', 'id', ['metadata.write_ts', 'data.ts']],
    ['segmentation/raw_place', 'analysis', 'id', ['metadata.write_ts', 'data.enter_ts', 'data.exit_ts']],
    ['analysis/composite_trip', 'analysis', 'id', ['metadata.write_ts', 'data.start_ts', 'data.end_ts']],
    ['inference/trip_model', 'model', 'id', ['metadata.write_ts']],
    ['state/vehicle', 'state', 'id', ['metadata.write_ts']],
    ['diary/trips-2024-06-10', 'phone', 'id', ['metadata.write_ts']],
  ])('%s: store %s, identity %s', (key, store, identity, timeFields) => {
    expect(stream(key)).toMatchObject({ store, identity, timeFields });
  });

  it('say which members are local dates, points, codes and nullable', () => {
    expect(stream('background/location')).toMatchObject({
      localDates: ['local_dt'],
      geojson: ['loc'],
      nullable: [],
    });
    expect(stream('background/motion_activity').enums).toEqual({ type: MotionType });
    const stop = stream('analysis/cleaned_stop');
    expect(stop.geojson).toEqual(['enter_loc', 'exit_loc']);
    expect(stop.localDates).toEqual(['enter_local_dt', 'exit_local_dt']);
    expect(stop.nullable).toEqual(
      expect.arrayContaining(['enter_ts', 'exit_ts', 'ending_section', 'starting_section']),
    );
  });

  it('compare members that they list when they drop repeated rows', () => {
    for (const { key, data, deduplicate } of standardStreams.streams) {
      const members = Object.keys((data as z.ZodObject).shape);
      for (const name of deduplicate) expect([key, members]).toEqual([key, expect.arrayContaining([name])]);
    }
  });

  it('have codes with names', () => {
    expect(nameOfCode(MotionType, 7)).toBe('WALKING');
    expect(nameOfCode(MotionType, 6)).toBeUndefined();
  });
});

describe('a registry', () => {
  const own = defineStream({ key: 'my/own', title: 'Own', data: z.object({ ts: timestamp('when') }) });

  it('takes further streams and refuses a key that is taken', () => {
    const registry = createStreamRegistry(standardStreams.streams);
    registry.register(own);
    registry.register(own);
    expect(registry.get('my/own')).toBe(own);
    expect(registry.streams).toHaveLength(standardStreams.streams.length + 1);
    const other = defineStream({ key: 'my/own', title: 'Other', data: z.unknown() });
    expect(() => registry.register(other)).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(standardStreams.get('my/own')).toBeUndefined();
  });

  it('takes payloads of any schema', () => {
    const stream = defineStream({ key: 'my/any', title: 'Any', data: z.unknown(), store: 'analysis' });
    expect(stream).toMatchObject({ identity: 'id', timeFields: ['metadata.write_ts'], deduplicate: [] });
  });
});

describe('keys', () => {
  it.each(['a/b', 'background/location', 'a/b/c', 'diary/trips-2024-06-10', 'größe/ä'])(
    '%s is one',
    (key) => {
      expect(isStreamKey(key)).toBe(true);
    },
  );

  it.each(['', 'a', '/a', 'a/', 'a//b', 'a b/c', 'a/b\n', 'a/\u0000', `a/${'b'.repeat(200)}`, 5, null])(
    '%j is none',
    (key) => {
      expect(isStreamKey(key)).toBe(false);
    },
  );

  it('are checked when a stream is defined', () => {
    const define = () => defineStream({ key: 'nogroup', title: '', data: z.unknown() });
    expect(define).toThrow(expect.objectContaining({ code: 'key-invalid' }));
  });
});

import { describe, expect, it } from 'vitest';
import { activities } from '../../points/index.js';
import { inventActivity } from '../../testing/index.js';
import { type MotionChange, motionChanges } from './motion-changes.js';

const [vehicle, bicycle, foot, still, unknown, tilting, walking, running, none, stopped] = [
  0, 1, 2, 3, 4, 5, 7, 8, 9, 10,
] as const;

type Reading = readonly [ts: number, type: number, confidence?: number];

const changesOf = (readings: readonly Reading[], confidence = 60): MotionChange[] =>
  motionChanges(
    activities(
      readings.map(([ts, type, sure = 90]) => inventActivity(ts, type, sure)),
      'data.ts',
    ),
    confidence,
  );

const told = (changes: readonly MotionChange[]) =>
  changes.map(({ start, end }) => [start.ts, start.index, end.ts, end.index, start.type]);

describe('changes of the sensed mode', () => {
  it('are none without readings that count', () => {
    expect(changesOf([])).toEqual([]);
    expect(changesOf([tilting, unknown, still, none, stopped, 6, 42].map((type, at) => [at, type]))).toEqual(
      [],
    );
  });

  it('count readings that are surer than the threshold, not as sure', () => {
    expect(changesOf([[1, foot, 60]])).toEqual([]);
    expect(told(changesOf([[1, foot, 61]]))).toEqual([[1, 0, 1, 0, foot]]);
    expect(changesOf([[1, walking, 49]], 49)).toEqual([]);
    expect(changesOf([[1, walking, 50]], 49)).toHaveLength(1);
  });

  it('number only the readings that count', () => {
    const changes = changesOf([
      [1, foot],
      [2, tilting],
      [3, foot, 10],
      [4, foot],
    ]);
    expect(told(changes)).toEqual([[1, 0, 4, 1, foot]]);
  });

  it('take running for walking, but not walking for being on foot', () => {
    expect(
      told(
        changesOf([
          [1, running],
          [2, walking],
          [3, foot],
          [4, foot],
        ]),
      ),
    ).toEqual([
      [1, 0, 3, 2, walking],
      [3, 2, 4, 3, foot],
    ]);
  });

  it.each([
    ['a vehicle reaches back to the reading before', foot, vehicle, 2],
    ['a bicycle reaches back over walking', walking, bicycle, 2],
    ['a bicycle does not reach back into a ride', vehicle, bicycle, 3],
    ['walking begins where it is sensed', bicycle, walking, 3],
    ['so does walking after a ride', vehicle, foot, 3],
    ['so does walking after being on foot', foot, walking, 3],
  ])('%s', (_, before, after, since) => {
    const [first, second] = changesOf([
      [1, before],
      [2, before],
      [3, after],
      [4, after],
    ]);
    expect(first!.end.ts).toBe(since);
    expect(second!.start.type).toBe(after);
  });

  it('share their boundary, which has the later mode', () => {
    const [first, second] = changesOf([
      [1, foot],
      [2, foot],
      [3, vehicle],
    ]);
    expect(first!.end).toBe(second!.start);
    expect(first!.end.type).toBe(vehicle);
  });

  it('move the start to the last of several readings at the same time', () => {
    expect(
      told(
        changesOf([
          [1, foot],
          [1, foot, 80],
          [1, foot, 70],
          [5, foot],
        ]),
      ),
    ).toEqual([[1, 2, 5, 3, foot]]);
  });

  it('move the reading on with the start that it is, for a ride that reaches back to it', () => {
    expect(
      told(
        changesOf([
          [1, vehicle],
          [2, foot],
          [2, vehicle],
          [3, vehicle],
        ]),
      ),
    ).toEqual([
      [1, 0, 2, 2, vehicle],
      [2, 2, 2, 2, foot],
      [2, 2, 3, 3, vehicle],
    ]);
  });

  it('may end without any length', () => {
    expect(
      told(
        changesOf([
          [1, bicycle],
          [2, bicycle],
          [3, walking],
        ]),
      ),
    ).toEqual([
      [1, 0, 3, 2, bicycle],
      [3, 2, 3, 2, walking],
    ]);
  });
});

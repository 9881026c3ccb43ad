import type { Entry } from '@sojourn/datamodel';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locationPoints } from '../../points/index.js';
import { inventPoint } from '../../testing/index.js';
import { withoutFlipFlops } from './flip-flop.js';
import type { Boundary, MotionChange } from './motion-changes.js';
import { TripPoints } from './trip-points.js';

const modes = { VEHICLE: 0, BIKE: 1, FOOT: 2, WALK: 7 } as const;
type Mode = keyof typeof modes;
/** First and last reading, mode, seconds, and how fast the points of the stretch move; none without a speed. */
type Row = readonly [first: number, last: number, mode: Mode, seconds: number, speed?: number];

/** Motion changes as a table, with a point every ten seconds within each stretch that has a speed. */
function tripOf(rows: readonly Row[]): { changes: MotionChange[]; points: TripPoints } {
  let ts = 1000;
  let east = 0;
  const boundaries: Boundary[] = [{ ts, index: rows[0]![0], type: modes[rows[0]![2]] }];
  const points: Entry[] = [];
  rows.forEach(([, last, , seconds, speed], row) => {
    const end = ts + seconds;
    for (let at = ts + 1; speed !== undefined && at < end; at += 10) {
      points.push(inventPoint(at, { east: east + speed * (at - ts), north: 0 }));
    }
    east += (speed ?? 1) * seconds;
    ts = end;
    boundaries.push({ ts, index: last, type: modes[(rows[row + 1] ?? rows[row]!)[2]] });
  });
  const changes = rows.map((_, row) => ({ start: boundaries[row]!, end: boundaries[row + 1]! }));
  return { changes, points: new TripPoints(locationPoints(points, 'data.ts')) };
}

function merged(rows: readonly Row[]): [number, number, Mode, number][] {
  const { changes, points } = tripOf(rows);
  return withoutFlipFlops(changes, points).map(({ start, end }) => [
    start.index,
    end.index,
    (Object.keys(modes) as Mode[]).find((name) => modes[name] === start.type)!,
    Math.round((end.ts - start.ts) * 10) / 10,
  ]);
}

const withoutSpeed = (rows: readonly Row[]) =>
  rows.map(([first, last, mode, seconds]) => [first, last, mode, seconds]);

describe('flip-flops, as on recorded days', () => {
  it('a moment on foot goes to the bicycle before; the last streak loses its last change', () => {
    const rows: Row[] = [
      [0, 6, 'BIKE', 282, 4],
      [6, 9, 'FOOT', 23, 1],
      [9, 28, 'VEHICLE', 1038, 12],
      [28, 33, 'FOOT', 116, 1],
      [33, 62, 'BIKE', 1265, 5],
      [62, 63, 'FOOT', 0.2],
      [63, 76, 'VEHICLE', 821, 12],
      [76, 83, 'FOOT', 90, 3],
      [83, 85, 'BIKE', 210, 4],
    ];
    const expected: unknown[] = withoutSpeed(rows);
    expected.splice(4, 2, [33, 63, 'BIKE', 1265.2]);
    expect(merged(rows)).toEqual(expected);
  });

  it('a short walk at the start goes to the ride after it, one in between to the ride before', () => {
    expect(
      merged([
        [0, 1, 'FOOT', 19],
        [1, 16, 'VEHICLE', 1055, 12],
        [16, 17, 'FOOT', 0],
        [17, 19, 'BIKE', 90, 4],
      ]),
    ).toEqual([
      [0, 17, 'VEHICLE', 1074],
      [17, 19, 'BIKE', 90],
    ]);
  });

  it('a lone flip-flop at the end of a longer list stays', () => {
    const rows: Row[] = [
      [0, 6, 'BIKE', 300, 4],
      [6, 12, 'FOOT', 200, 1],
      [12, 18, 'BIKE', 300, 4],
      [18, 24, 'FOOT', 200, 1],
      [24, 30, 'VEHICLE', 600, 12],
      [30, 39, 'FOOT', 200, 1],
      [39, 44, 'BIKE', 940, 4],
      [44, 45, 'FOOT', 0],
    ];
    expect(merged(rows)).toEqual(withoutSpeed(rows));
  });

  it('of two changes the second goes to the first', () => {
    expect(
      merged([
        [0, 1, 'BIKE', 247, 4],
        [1, 2, 'VEHICLE', 90, 5],
      ]),
    ).toEqual([[0, 2, 'BIKE', 337]]);
  });

  it('a first ride that is a big part of the trip stays, however short', () => {
    const rows: Row[] = [
      [0, 1, 'VEHICLE', 125, 10],
      [1, 2, 'BIKE', 300, 4],
      [2, 2, 'FOOT', 0],
    ];
    expect(merged(rows)).toEqual(withoutSpeed(rows));
  });

  it('a short bicycle ride at the start goes to the walk after it', () => {
    expect(
      merged([
        [0, 2, 'BIKE', 188, 3],
        [2, 5, 'FOOT', 86, 1],
        [5, 72, 'VEHICLE', 3309, 12],
      ]),
    ).toEqual([
      [0, 5, 'FOOT', 274],
      [5, 72, 'VEHICLE', 3309],
    ]);
  });

  it('a streak of two goes to the walk after it', () => {
    expect(
      merged([
        [0, 61, 'VEHICLE', 3000, 12],
        [61, 61, 'FOOT', 0],
        [61, 63, 'VEHICLE', 106, 1],
        [63, 71, 'FOOT', 525, 3],
      ]),
    ).toEqual([
      [0, 61, 'VEHICLE', 3000],
      [61, 71, 'FOOT', 631],
    ]);
  });

  it('a long streak at the end goes to its last change', () => {
    expect(
      merged([
        [0, 2, 'WALK', 50, 1],
        [2, 5, 'VEHICLE', 130, 6],
        [5, 6, 'BIKE', 10, 6],
        [6, 6, 'WALK', 0],
        [6, 8, 'VEHICLE', 18, 6],
        [8, 8, 'BIKE', 0],
      ]),
    ).toEqual([
      [0, 2, 'WALK', 50],
      [2, 8, 'BIKE', 158],
    ]);
  });
});

describe('flip-flops', () => {
  it('are not looked for in a single change, even of no length', () => {
    expect(merged([[0, 0, 'FOOT', 0]])).toEqual([[0, 0, 'FOOT', 0]]);
    expect(merged([[0, 1, 'FOOT', 300]])).toEqual([[0, 1, 'FOOT', 300]]);
  });

  it('spare a walk between two rides, which may be a change of trains', () => {
    const rows: Row[] = [
      [0, 20, 'VEHICLE', 1000, 12],
      [20, 21, 'FOOT', 30],
      [21, 40, 'VEHICLE', 1000, 12],
    ];
    expect(merged(rows)).toEqual(withoutSpeed(rows));
  });

  it('become one bicycle ride when there are five and more in a row', () => {
    expect(
      merged([
        [0, 20, 'FOOT', 1000, 1],
        [20, 21, 'BIKE', 20, 4],
        [21, 22, 'FOOT', 20, 4],
        [22, 23, 'BIKE', 20, 4],
        [23, 24, 'FOOT', 20, 4],
        [24, 25, 'BIKE', 20, 4],
        [25, 60, 'VEHICLE', 3000, 12],
      ]),
    ).toEqual([
      [0, 20, 'FOOT', 1000],
      [20, 25, 'BIKE', 100],
      [25, 60, 'VEHICLE', 3000],
    ]);
  });

  it('take a fast cyclist back from the vehicle', () => {
    expect(
      merged([
        [0, 40, 'FOOT', 500, 1],
        [40, 41, 'BIKE', 50, 5],
        [41, 43, 'VEHICLE', 400, 6],
        [43, 90, 'FOOT', 500, 1],
      ]),
    ).toEqual([
      [0, 40, 'FOOT', 500],
      [40, 43, 'BIKE', 450],
      [43, 90, 'FOOT', 500],
    ]);
  });

  it('leave stretches that are in order, cover the same time and differ from their neighbours', () => {
    const row = fc.record({
      mode: fc.constantFrom<Mode>('VEHICLE', 'BIKE', 'FOOT', 'WALK'),
      readings: fc.integer({ min: 0, max: 12 }),
      seconds: fc.integer({ min: 0, max: 900 }),
      speed: fc.option(fc.constantFrom(0, 1, 3, 6, 15), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (list) => {
        let reading = 0;
        const rows = list
          .filter(({ mode }, index) => mode !== list[index - 1]?.mode)
          .map(({ mode, readings, seconds, speed }): Row => {
            const first = reading;
            reading += readings;
            return speed === undefined
              ? [first, reading, mode, seconds]
              : [first, reading, mode, seconds, speed];
          });
        const { changes, points } = tripOf(rows);
        const left = withoutFlipFlops(changes, points);
        expect(left[0]!.start.ts).toBe(changes[0]!.start.ts);
        expect(left.at(-1)!.end.ts).toBe(changes.at(-1)!.end.ts);
        left.forEach(({ start }, index) => {
          if (index === 0) return;
          expect(start.ts).toBe(left[index - 1]!.end.ts);
          expect(start.type).not.toBe(left[index - 1]!.start.type);
        });
      }),
      { numRuns: 300, interruptAfterTimeLimit: 5000 },
    );
  });
});

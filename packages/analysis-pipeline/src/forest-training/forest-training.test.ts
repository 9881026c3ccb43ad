import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSettings } from '../settings/index.js';
import { parseForest, probabilitiesOf, selectedFeatures } from '../stages/mode-inference/forest/index.js';
import { clusterCentres } from './clusters.js';
import { type LabelledSection, labelledSectionShape, trainForest, trainingTable } from './index.js';
import { hourOf, secondsOf } from './labelled-section.js';

const metre = 1 / 111_195;
const time = (seconds: number) => new Date(1_396_900_000_000 + seconds * 1000).toISOString();

/** A way to the north from one place, at an even speed in m/s. */
function section(confirmed_mode: number, metres: number, speed = 8, more: object = {}): LabelledSection {
  const at = (way: number) => ({ coordinates: [-122, 37 + way * metre] });
  const duration = metres / speed;
  return labelledSectionShape.parse({
    distance: metres,
    section_start_time: time(0),
    section_end_time: time(duration),
    section_start_point: at(0),
    section_end_point: at(metres),
    track_points: [0, 0.25, 0.5, 0.75, 1].map((share) => ({
      track_location: at(share * metres),
      time: time(share * duration),
    })),
    mode: 0,
    confirmed_mode,
    ...more,
  });
}

/** Ten rides by bus of five people, all from one place. */
const rides = Array.from({ length: 10 }, (_, index) => section(5, 3000 + index));

describe('what a forest learns from', () => {
  it('are the sections whose mode is known, beside where buses and trains were taken', () => {
    const table = trainingTable(rides);
    expect(table.modes).toEqual(rides.map(() => 5));
    expect(table.busCentres).toHaveLength(2);
    expect(table.trainCentres).toEqual([]);
    expect(table.dropped).toBe(0);
    expect(table.features.every((row) => row.length === 22 && row[19] === 1 && row[20] === 0)).toBe(true);
  });

  it('leaves out what says too little, and what cannot be', () => {
    const more = [...rides, section(2, 3000), section(5, 5_000_000)];
    expect(trainingTable(more)).toMatchObject({ dropped: 2, modes: rides.map(() => 5) });
    const fast = [section(5, 400_000, 101), section(5, 3000, 79)];
    expect(trainingTable(fast)).toMatchObject({ dropped: 1 });
    const silent = section(5, 3000, 8, { confirmed_mode: null });
    expect(trainingTable([silent])).toMatchObject({ dropped: 1, busCentres: [] });
  });

  it('goes by corrected modes rather than confirmed ones', () => {
    const { modes, busCentres, trainCentres } = trainingTable([section(5, 900, 8, { corrected_mode: 6 })]);
    expect(modes).toEqual([6]);
    expect([busCentres.length, trainCentres.length]).toEqual([0, 2]);
  });

  it('measures speeds and their changes by the time between points', () => {
    const [row] = trainingTable([section(1, 1000, 2, { commute: 'to' })]).features;
    const [distance, duration, , , overall, mean, deviation, most, acceleration, commute] = row!;
    expect([distance, duration, overall]).toEqual([1000, 500, 2]);
    for (const speed of [mean!, most!]) expect(speed).toBeCloseTo(2, 3);
    for (const change of [deviation!, acceleration!]) expect(change).toBeCloseTo(0, 6);
    expect(commute).toBe(1);
    const still = section(1, 1000, 2);
    const points = still.track_points.map((point) => ({ ...point, time: time(0) }));
    expect(trainingTable([{ ...still, track_points: points }]).features[0]!.slice(5, 9)).toEqual([
      0, 0, 0, 0,
    ]);
  });

  it('reads times as the oldest recordings write them', () => {
    expect(secondsOf('20140407T175709-0700')).toBe(Date.UTC(2014, 3, 8, 0, 57, 9) / 1000);
    expect(secondsOf('2014-04-07T17:57:09.500Z')).toBe(Date.UTC(2014, 3, 7, 17, 57, 9, 500) / 1000);
    expect(hourOf('20140407T175709-0700')).toBe(17);
    expect(labelledSectionShape.safeParse({ ...rides[0], section_end_time: 'noon' }).success).toBe(false);
  });
});

describe('clusters', () => {
  it('are chains of neighbours, whatever their order', () => {
    const line = Array.from(
      { length: 12 },
      (_, index) => [0, (index < 6 ? index : index + 3) * 100 * metre] as const,
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(line, { minLength: 12 }), (positions) => {
        const centres = clusterCentres(positions, 105).map(([, latitude]) => Math.round(latitude / metre));
        expect(centres.sort((a, b) => a - b)).toEqual([250, 1150]);
      }),
    );
  });
});

describe('a trained forest', () => {
  const settings = createSettings({});
  const columns = selectedFeatures(settings);
  const walks = Array.from({ length: 12 }, (_, index) => section(1, 500 + index * 20, 1.2));
  const drives = Array.from({ length: 12 }, (_, index) => section(7, 9000 + index * 300, 14));
  const table = trainingTable([...walks, ...drives, ...rides]);
  const forest = trainForest(table, { settings, trees: 20 });
  const votesOf = (of: LabelledSection) => {
    const [features] = trainingTable([of]).features;
    const read = parseForest(JSON.parse(JSON.stringify(forest)));
    const votes = probabilitiesOf(
      read,
      columns.map((column) => features![column]!),
    );
    return Object.fromEntries(read.classes.map((mode, index) => [mode, votes[index]!]));
  };

  it('is one that mode inference takes, and tells what it was trained with', () => {
    expect(votesOf(section(1, 640, 1.25))[1]).toBeGreaterThan(0.9);
    expect(votesOf(section(7, 11_111, 14))[7]).toBeGreaterThan(0.9);
    expect(Object.keys(votesOf(walks[0]!))).toEqual(['1', '5', '7']);
  });

  it('is the same for the same sections and seed', () => {
    expect(trainForest(table, { settings, trees: 20 })).toEqual(forest);
    expect(trainForest(table, { settings, trees: 20, seed: 1 })).not.toEqual(forest);
  });

  it('is certain of each section that it was shown, where no two contradict each other', () => {
    const all = trainForest(trainingTable([...walks, ...drives]), { settings, trees: 1, seed: 3 });
    const read = parseForest(all);
    for (const tree of read.trees) {
      const leaves = tree.shares.filter((_, node) => tree.left[node]! < 0);
      expect(leaves.every((shares) => shares.includes(1))).toBe(true);
    }
  });

  it('is not made of nothing', () => {
    expect(() => trainForest(trainingTable([]), { settings })).toThrow(
      expect.objectContaining({ code: 'request-invalid' }),
    );
  });
});

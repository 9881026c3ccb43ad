import { readFileSync } from 'node:fs';
import type { EntryData } from '@sojourn/datamodel';
import { point } from '@sojourn/datamodel/geo';
import { describe, expect, it } from 'vitest';
import { createSettings } from '../../../settings/index.js';
import {
  haveRealDays,
  inventEntry,
  readReferenceOutput,
  readSeedForest,
  TestDiary,
} from '../../../testing/index.js';
import {
  accelerationsOf,
  modeInferenceByForest,
  parseForest,
  probabilitiesOf,
  sectionFeatures,
  selectedFeatures,
} from './index.js';

const bare = inventEntry(
  'analysis/cleaned_section',
  {
    distance: 500,
    duration: 150,
    sensed_mode: 1,
    speeds: [],
    start_loc: point(2, 48),
    end_loc: point(2.1, 48),
    start_local_dt: { hour: 7 },
    end_local_dt: { hour: 8 },
  },
  1,
);

describe('the features of a section', () => {
  it('are 0 where nothing is known', () => {
    expect(sectionFeatures(bare, [])).toEqual([
      ...[500, 150, 1, 0, 500 / 150],
      ...Array.from({ length: 8 }, () => 0),
      ...[2, 48, 2.1, 48, 7, 8, 0, 0, 0],
    ]);
    const still = { ...bare, data: { ...bare.data, distance: 0, duration: 0, speeds: [0, 0, 0] } };
    expect(sectionFeatures(still, []).slice(4, 13)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('are numbers, however fast', () => {
    const fast = { ...bare, data: { ...bare.data, distance: 1e308, duration: 1e-308 } };
    expect(sectionFeatures(fast, [])[4]).toBe(Number.MAX_VALUE);
    const odd = { ...bare, data: { ...bare.data, speeds: [Number.NaN, 1] } };
    expect(sectionFeatures(odd, []).every(Number.isFinite)).toBe(true);
  });

  it('have accelerations from standing still on', () => {
    expect([[], [3], [3, 6]].map(accelerationsOf)).toEqual([[], [0.1], [0.1, 0.1]]);
  });

  it('count what falls to a stop and what changes its speed', () => {
    const speeds = [0.75, 0.7, 3, 3, 0.5];
    const [stops, changes] = sectionFeatures({ ...bare, data: { ...bare.data, speeds } }, []).slice(11, 13);
    expect([stops! * 500, changes! * 500]).toEqual([2, 2]);
  });

  it('are 13 by default, in the order of the trees', () => {
    expect(selectedFeatures(createSettings())).toEqual([0, 1, 4, 5, 6, 7, 8, 10, 11, 12, 19, 20, 21]);
    const settings = createSettings({ 'classification.inference.mode.useBusTrainFeatureIndices': false });
    expect(selectedFeatures(settings)).toHaveLength(10);
  });
});

/** A forest of one tree in the form of jsonpickle. */
function pickled(
  nodes: readonly (readonly number[])[],
  counts: readonly (readonly number[])[],
  features = 13,
) {
  const tree = {
    nodes: { values: nodes.map((node) => ({ 'py/tuple': node })) },
    values: { values: counts.map((count) => [count]) },
  };
  return {
    'py/state': {
      classes_: { values: [1, 5] },
      n_features_: features,
      estimators_: [{ 'py/state': { tree_: { 'py/reduce': [null, null, tree] } } }],
    },
  };
}

/** A small forest as scikit-learn 1.9 and jsonpickle 4.1 wrote it, with vectors and what they were predicted to be. */
function readCompressedForest(): {
  model: {
    'py/state': {
      estimators_: { 'py/state': { tree_: { 'py/reduce': [unknown, unknown, { nodes: object }] } } }[];
    };
  };
  features: number[][];
  probabilities: number[][];
} {
  const file = new URL('../../../../testdata/compressed-forest.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

const leaf = [-1, -1, -2, -2];
const split = [1, 2, 0, 1609.96044921875];

describe('a forest', () => {
  it('compares features of 32 bits with thresholds of 64', () => {
    const forest = parseForest(
      pickled(
        [[1, 2, 0, 0.1], leaf, leaf],
        [
          [5, 5],
          [3, 1],
          [0, 4],
        ],
      ),
    );
    const features = (first: number) => [first, ...Array.from({ length: 12 }, () => 0)];
    expect(probabilitiesOf(forest, features(0.0999))).toEqual([0.75, 0.25]);
    // As a number of 32 bits, 0.1 is more than 0.1.
    expect(probabilitiesOf(forest, features(0.1))).toEqual([0, 1]);
  });

  it('is read with its longer arrays compressed, and votes as scikit-learn did', () => {
    const { model, features, probabilities } = readCompressedForest();
    const forest = parseForest(model);
    expect(forest.classes).toEqual([1, 5, 7]);
    expect(features.map((vector) => probabilitiesOf(forest, vector))).toEqual(probabilities);
  });

  it.each([
    ['nodes that are cut off', { shape: [29] }],
    ['nodes of another kind', { dtype: "[('threshold', '<f8'), ('left_child', '<i8')]" }],
    ['bytes that are not compressed', { values: 'AAAA' }],
    ['bytes that are none', { values: '%' }],
  ])('is not made of %s', (_, damage) => {
    const { model } = readCompressedForest();
    const nodes = model['py/state'].estimators_[0]!['py/state'].tree_['py/reduce'][2].nodes;
    Object.assign(nodes, damage);
    expect(() => parseForest(model)).toThrow(expect.objectContaining({ code: 'request-invalid' }));
  });

  it.each([
    ['nothing', {}],
    ['no trees', { 'py/state': { classes_: { values: [1] }, estimators_: [], n_features_: 1 } }],
    [
      'a tree that goes in circles',
      pickled(
        [[0, 1, 0, 1], leaf],
        [
          [1, 1],
          [1, 1],
        ],
      ),
    ],
    [
      'a branch that leads nowhere',
      pickled(
        [[1, 7, 0, 1], leaf],
        [
          [1, 1],
          [1, 1],
        ],
      ),
    ],
    [
      'a feature that is not there',
      pickled(
        [[1, 2, 13, 1], leaf, leaf],
        [
          [1, 1],
          [1, 1],
          [1, 1],
        ],
      ),
    ],
    ['a leaf that nobody reached', pickled([leaf], [[0, 0]])],
  ])('is not made of %s', (_, model) => {
    expect(() => parseForest(model)).toThrow(expect.objectContaining({ code: 'request-invalid' }));
  });

  it('that was trained with other features makes the stage fail', () => {
    const forest = pickled(
      [split, leaf, leaf],
      [
        [1, 1],
        [1, 0],
        [0, 1],
      ],
      3,
    );
    const diary = new TestDiary().load([{ ...bare, data: { ...bare.data, start_ts: 1, end_ts: 2 } }]);
    expect(() =>
      diary.run([modeInferenceByForest], { 'classification.inference.mode.forest': forest }),
    ).toThrow(expect.objectContaining({ code: 'request-invalid' }));
  });
});

describe.skipIf(!haveRealDays)('the seed forest of the reference', () => {
  const settings = () => ({ 'classification.inference.mode.forest': readSeedForest() });

  function mapsOf(day: string, change: (data: EntryData, index: number) => EntryData = (data) => data) {
    const { analysis } = readReferenceOutput(day);
    const sections = [...analysis['analysis/cleaned_section']!].sort(
      (left, right) => (left.data.end_ts as number) - (right.data.end_ts as number),
    );
    const diary = new TestDiary()
      .load(sections.map((section, index) => ({ ...section, data: change(section.data, index) })))
      .load(analysis['analysis/recreated_location']!);
    diary.run([modeInferenceByForest], settings());
    const [predictions, inferred] = ['inference/prediction', 'analysis/inferred_section'].map((key) =>
      diary.stream(key).sort((left, right) => (left.data.end_ts as number) - (right.data.end_ts as number)),
    );
    expect(predictions!.map(({ data }) => data.section_id)).toEqual(sections.map(({ _id }) => _id));
    return {
      maps: predictions!.map(({ data }) => data.predicted_mode_map),
      modes: inferred!.map(({ data }) => data.sensed_mode),
    };
  }

  it('has two classes', () => {
    expect(parseForest(readSeedForest()).classes).toEqual([1, 5]);
  });

  it('votes on 20 June 2016 as recorded', () => {
    const { modes } = mapsOf('android-2016-06-20');
    expect(modes).toEqual([1, 1, 1, 1, 3, 1, 1, 3]);
  });

  it('votes on 10 August 2016 as recorded', () => {
    const { maps, modes } = mapsOf('android-2016-08-10');
    expect(maps[0]).toEqual({ WALKING: expect.closeTo(0.7, 12), BUS: expect.closeTo(0.3, 12) });
    expect(maps[2]).toEqual({ WALKING: expect.closeTo(0.2, 12), BUS: expect.closeTo(0.8, 12) });
    expect(modes).toEqual([1, 1, 3, 1, 1, 3]);
  });

  it('is not asked about flights', () => {
    const { maps, modes } = mapsOf('android-2016-08-10', (data, index) =>
      index === 1 || index === 3 ? { ...data, sensed_mode: 11 } : data,
    );
    expect([maps[1], maps[3]]).toEqual([{ AIR_OR_HSR: 1 }, { AIR_OR_HSR: 1 }]);
    expect(modes.slice(0, 4)).toEqual([1, 6, 3, 6]);
  });

  it('is shown the recorded features', () => {
    const { analysis } = readReferenceOutput('android-2016-06-20');
    const points = [...analysis['analysis/recreated_location']!].sort(
      (left, right) => (left.data.ts as number) - (right.data.ts as number),
    );
    const columns = selectedFeatures(createSettings());
    const vectors = Object.fromEntries(
      analysis['analysis/cleaned_section']!.map((section) => {
        const { start_ts, end_ts, start_fmt_time } = section.data as {
          start_ts: number;
          end_ts: number;
          start_fmt_time: string;
        };
        const along = points.filter(
          ({ data }) => start_ts <= (data.ts as number) && (data.ts as number) <= end_ts,
        );
        const features = sectionFeatures(section, along);
        return [start_fmt_time.slice(11, 19), columns.map((column) => Number(features[column]!.toFixed(6)))];
      }),
    );
    expect(vectors).toEqual({
      '08:28:03': [
        1047.163068, 792.461, 1.321406, 1.298286, 1.423427, 6.702213, 0.144509, 0.00764, 0.012414, 0.012414,
        0, 0, 0,
      ],
      '08:43:58': [
        886.493709, 584.313605, 1.517154, 1.434691, 0.790754, 3.087847, 0.062575, 0.007896, 0.003384,
        0.003384, 0, 0, 0,
      ],
      '15:27:03': [
        610.223422, 343.259466, 1.777732, 1.683712, 0.834995, 2.986497, 0.06971, 0.003277, 0.003277, 0.004916,
        0, 0, 0,
      ],
      '15:34:12': [
        405.976855, 400.549096, 1.013551, 0.919011, 0.509552, 2.388703, 0.044078, 0.004926, 0.009853,
        0.004926, 0, 0, 0,
      ],
      '15:49:30': [
        4230.990793, 579.989274, 7.294947, 6.772158, 5.913133, 22.346721, 0.551087, 0.001182, 0.000709,
        0.001182, 0, 0, 0,
      ],
      '15:59:46': [
        263.782146, 248.883, 1.059864, 0.957702, 0.511267, 1.68547, 0.04185, 0.011373, 0.011373, 0.003791, 0,
        0, 0,
      ],
      '16:49:49': [
        1072.360447, 408.034977, 2.628109, 2.445371, 2.415619, 8.31784, 0.17703, 0.004663, 0.004663, 0.008393,
        0, 0, 0,
      ],
      '16:56:49': [
        4255.784961, 950.454, 4.477634, 4.313512, 3.540845, 15.327295, 0.371321, 0.002585, 0.001645, 0.002115,
        0, 0, 0,
      ],
    });
  });

  it('takes what is unknown and slow on 27 August 2015 for a walk, and a short ride, too', () => {
    const { maps } = mapsOf('android-2015-08-27-extrapolation');
    expect(maps).toContainEqual({ WALKING: expect.closeTo(1, 12) });
  });
});

import type { Entry } from '@sojourn/datamodel';
import { simulate } from '@sojourn/simulator';
import { expect, test } from 'vitest';
import { labelsOf } from './labels.js';

const [person] = simulate({ seed: 'labels', days: 3, city: 'Bremen', flights: false });
const truth = [...person!.groundTruth];

/** What the pipeline finds of a trip begins and ends a little beside the truth. */
const found = (start_ts: number, end_ts: number) => ({ data: { start_ts, end_ts } }) as unknown as Entry;

test('a trip that was found is labelled with what it really was', () => {
  const [first] = truth;
  const labels = labelsOf([found(first!.start_ts + 45, first!.end_ts - 20)], truth);
  expect(labels.map(({ metadata }) => metadata.key)).toEqual([
    'manual/mode_confirm',
    'manual/purpose_confirm',
  ]);
  for (const { data, metadata } of labels) {
    expect(data).toMatchObject({ start_ts: first!.start_ts + 45, end_ts: first!.end_ts - 20 });
    expect(metadata.write_ts).toBeGreaterThan(first!.end_ts - 20);
  }
  const backHome = truth.find(({ to }) => to.kind === 'home')!;
  expect(labelsOf([found(backHome.start_ts, backHome.end_ts)], truth)[1]!.data.label).toBe('home');
});

test('nothing is said of what nobody did', () => {
  expect(labelsOf([found(0, 60)], truth)).toEqual([]);
});

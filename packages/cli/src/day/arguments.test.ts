import { expect, test } from 'vitest';
import { parseDayArguments } from './arguments.js';

test('steps keep their order and a run is implied at the end', () => {
  const parsed = parseDayArguments(['a.json', '--run', 'b.json.gz', '--print', 'state']);
  expect(parsed.steps).toEqual([
    { kind: 'load', file: 'a.json' },
    { kind: 'run' },
    { kind: 'load', file: 'b.json.gz' },
    { kind: 'run' },
  ]);
  expect(parsed.prints).toEqual(['state']);
});

test('no run is added after a last run, whole or in part', () => {
  expect(parseDayArguments(['a', '--print', 'a/x', '--run']).steps).toHaveLength(2);
  expect(
    parseDayArguments(['a', '--run=ACCURACY_FILTERING..TRIP_SEGMENTATION', '--print=a/x']).steps.at(-1),
  ).toEqual({
    kind: 'run',
    stages: { first: 'ACCURACY_FILTERING', last: 'TRIP_SEGMENTATION' },
  });
});

test('a reset takes seconds or a time with an offset, and is followed by a run', () => {
  const seconds = parseDayArguments(['a', '--reset', '1469232000.5', '--print', 'a/x']).steps;
  expect(seconds).toEqual([
    { kind: 'load', file: 'a' },
    { kind: 'reset', time: 1469232000.5 },
    { kind: 'run' },
  ]);
  const time = parseDayArguments(['a', '--reset=2016-07-23T00:00Z', '--print', 'a/x']).steps[1];
  expect(time).toEqual({ kind: 'reset', time: 1469232000 });
  const modes = parseDayArguments(['a', '--reset-modes', '1469232000', '--print', 'a/x']).steps[1];
  expect(modes).toEqual({ kind: 'reset', time: 1469232000, part: 'modes' });
});

test('values of settings are JSON, else text', () => {
  const { settings } = parseDayArguments([
    'a',
    '--set',
    'intake.cleaning.filter_accuracy.enable=true',
    '--set=analysis.result.section.key=analysis/cleaned_section',
    '--set',
    'userinput.keylist=["a","b"]',
    '--set',
    'empty=',
    '--print',
    'a/x',
  ]);
  expect(settings).toEqual({
    'intake.cleaning.filter_accuracy.enable': true,
    'analysis.result.section.key': 'analysis/cleaned_section',
    'userinput.keylist': ['a', 'b'],
    empty: '',
  });
});

test('several prints keep their order', () => {
  expect(parseDayArguments(['a', '--print', 'a/b', '--print=state']).prints).toEqual(['a/b', 'state']);
});

test('after -- everything is a file', () => {
  expect(parseDayArguments(['--print', 'a/x', '--', '--run']).steps[0]).toEqual({
    kind: 'load',
    file: '--run',
  });
});

test('of several values of a setting the last one counts, be it in a file or not', () => {
  const read = (...values: string[]) => {
    const { settings, settingFiles } = parseDayArguments([
      ...['a', '--print', 'a/x'],
      ...values.flatMap((value) => ['--set', `x=${value}`]),
    ]);
    return { settings, settingFiles };
  };
  expect(read('1', '@model.json')).toEqual({ settings: {}, settingFiles: { x: 'model.json' } });
  expect(read('@model.json', '1')).toEqual({ settings: { x: 1 }, settingFiles: {} });
});

test('help wins over everything that is missing', () => {
  expect(parseDayArguments(['--help']).help).toBe(true);
});

test.each([
  [[], 'no step'],
  [['a'], 'nothing to print'],
  [['a', '--print'], '--print needs a value'],
  [['a', '--print', 'nonsense'], 'expected a stream key'],
  [['a', '--frobnicate', '--print', 'a/x'], 'unknown option --frobnicate'],
  [['a', '--set', 'novalue', '--print', 'a/x'], 'expected NAME=VALUE'],
  [['a', '--set', '=1', '--print', 'a/x'], 'expected NAME=VALUE'],
  [['a', '--reset', 'yesterday', '--print', 'a/x'], 'expected seconds'],
  [['a', '--reset', '2016-07-23T00:00:00', '--print', 'a/x'], 'expected seconds'],
  [['a', '--reset-modes', 'now', '--print', 'a/x'], '--reset-modes now: expected seconds'],
  [['a', '--print', 'geojson:20.6.2016'], 'expected geojson:YYYY-MM-DD'],
  [['a', '--print', 'geojson:2016-06-21..2016-06-20'], 'expected geojson:YYYY-MM-DD'],
  [['a', '--print', 'metrics:2016-06'], 'expected metrics:YYYY-MM-DD'],
  [['a', '--run=A..B..C', '--print', 'a/x'], 'expected STAGE..STAGE'],
  [['a', '--run=', '--print', 'a/x'], 'expected STAGE..STAGE'],
] as const)('%j is refused: %s', (argv, message) => {
  expect(() => parseDayArguments(argv)).toThrow(message);
  expect(() => parseDayArguments(argv)).toThrow(expect.objectContaining({ exitCode: 2 }));
});

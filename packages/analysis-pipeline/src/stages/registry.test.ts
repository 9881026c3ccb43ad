import { describe, expect, it } from 'vitest';
import { parseSpan, type Stage, type StageSlot, stageSlots, stagesOf } from './index.js';

const names = (stages: readonly Stage[]) => stages.map(({ name }) => name);

describe('the registry of stages', () => {
  it('has them in the order of the reference', () => {
    expect(names(stagesOf())).toEqual([
      'USERCACHE',
      'USER_INPUT_MATCH_INCOMING',
      'ACCURACY_FILTERING',
      'TRIP_SEGMENTATION',
      'SECTION_SEGMENTATION',
      'JUMP_SMOOTHING',
      'CLEAN_RESAMPLING',
      'MODE_INFERENCE',
      'LABEL_INFERENCE',
      'EXPECTATION_POPULATION',
      'CREATE_CONFIRMED_OBJECTS',
      'CREATE_COMPOSITE_OBJECTS',
    ]);
  });

  it('gives a part of them', () => {
    expect(names(stagesOf(parseSpan('TRIP_SEGMENTATION')))).toEqual(['TRIP_SEGMENTATION']);
    expect(names(stagesOf(parseSpan('USER_INPUT_MATCH_INCOMING..ACCURACY_FILTERING')))).toEqual([
      'USER_INPUT_MATCH_INCOMING',
      'ACCURACY_FILTERING',
    ]);
  });

  it.each(['', 'X', 'USERCACHE..', 'USERCACHE..TRIP_SEGMENTATION..X', 'usercache', 'constructor'])(
    'refuses the span "%s"',
    (text) => {
      expect(() => parseSpan(text)).toThrow(expect.objectContaining({ code: 'request-invalid' }));
    },
  );

  it.each([
    ['X..TRIP_SEGMENTATION', '"X"'],
    ['TRIP_SEGMENTATION..nothing', '"nothing"'],
    ['OUTPUT_GEN', '"OUTPUT_GEN"'],
  ])('says which stage of the span "%s" it does not know', (text, name) => {
    expect(() => stagesOf(parseSpan(text))).toThrow(
      expect.objectContaining({ detail: `there is no stage ${name}` }),
    );
  });

  it('refuses a span in the wrong order, and stages that are not built', () => {
    for (const text of ['TRIP_SEGMENTATION..USERCACHE', 'OUTPUT_GEN']) {
      expect(() => stagesOf(parseSpan(text))).toThrow(expect.objectContaining({ code: 'request-invalid' }));
    }
  });

  it('puts an alternative in the place of a stage', () => {
    const standard = stagesOf(parseSpan('TRIP_SEGMENTATION'))[0]!;
    const other: Stage = { ...standard, run: () => undefined };
    const slots: StageSlot[] = [
      ...stageSlots.slice(0, 3),
      {
        name: 'TRIP_SEGMENTATION',
        alternatives: new Map([
          ['standard', standard],
          ['none', other],
        ]),
      },
    ];
    expect(stagesOf(undefined, { TRIP_SEGMENTATION: 'none' }, slots).at(-1)).toBe(other);
    expect(() => stagesOf(undefined, { TRIP_SEGMENTATION: 'best' }, slots)).toThrow(
      expect.objectContaining({ code: 'request-invalid' }),
    );
  });
});

import { z } from 'zod';
import { defineStream } from '../stream.js';
import { EvaluationTransition } from './enums.js';
import { anything, code, optionalText, timestamp } from './fields.js';
import { surveyInput } from './survey.js';
import { instant } from './times.js';

const { start_ts, start_local_dt, start_fmt_time, end_ts, end_local_dt, end_fmt_time } = surveyInput.shape;

export const evaluationSpecification = z.looseObject({
  start_ts,
  start_local_dt,
  start_fmt_time,
  end_ts,
  end_local_dt,
  end_fmt_time,
  label: anything('the whole specification of the experiment').optional(),
});
export type EvaluationSpecification = z.infer<typeof evaluationSpecification>;

export const evaluationSpecificationStream = defineStream({
  key: 'config/evaluation_spec',
  title: 'Evaluation specification',
  description: 'An experiment of the MobilityNet kind.',
  data: evaluationSpecification,
  deduplicate: ['start_ts', 'end_ts'],
});

const phone = {
  trip_id: optionalText('trip of the specification'),
  spec_id: optionalText('specification'),
  device_manufacturer: optionalText('manufacturer'),
  device_model: optionalText('model'),
  device_version: optionalText('version of the operating system'),
};

export const evaluationTransition = z.looseObject({
  ...instant,
  transition: code(EvaluationTransition, 'start codes are even, stop codes odd').or(z.string()),
  ...phone,
});
export type EvaluationTransitionData = z.infer<typeof evaluationTransition>;

export const evaluationTransitionStream = defineStream({
  key: 'manual/evaluation_transition',
  title: 'Evaluation transition',
  description: 'Where a phone of an experiment is in its specification.',
  data: evaluationTransition,
  phone: z.looseObject({
    ...phone,
    transition: z.union([z.string(), z.number()]),
    ts: timestamp('when').nullable().optional(),
  }),
  deduplicate: ['transition', 'ts'],
});

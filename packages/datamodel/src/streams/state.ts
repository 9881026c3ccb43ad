import { z } from 'zod';
import { defineStream } from '../stream.js';
import { PipelineStage } from './enums.js';
import { code, timestamp } from './fields.js';

export const stateDocument = z.looseObject({});
export type StateDocument = z.infer<typeof stateDocument>;

export const stateStreams = [
  defineStream({
    key: 'state/vehicle',
    title: 'Vehicle state',
    description: 'One current document a person.',
    store: 'state',
    data: stateDocument,
  }),
  defineStream({
    key: 'state/payment',
    title: 'Payment state',
    description: 'One current document a person.',
    store: 'state',
    data: stateDocument,
  }),
] as const;

/** How far a stage of the pipeline has come for a person. Not a stream: one document a stage, replaced in place. */
export const pipelineState = z.looseObject({
  pipeline_stage: code(PipelineStage, 'stage'),
  curr_run_ts: timestamp('start of the run in progress').nullable(),
  last_processed_ts: timestamp('high-water mark in the time of the stage’s input').nullable(),
  last_ts_run: timestamp('start of the last successful run').nullable(),
});
export type PipelineState = z.infer<typeof pipelineState>;

import { z } from 'zod';
import { defineStream } from '../stream.js';
import { TrackingState, Transition } from './enums.js';
import { code, optionalText, timestamp } from './fields.js';
import { writtenInstant } from './times.js';

export const transition = z.looseObject({
  ...writtenInstant,
  curr_state: code(TrackingState, 'state before the transition'),
  transition: code(Transition, 'what happened').nullable(),
  sensed_ts: timestamp('time of the transition, where it differs from that of writing').optional(),
  transition_raw: optionalText('name that the phone gave, where several share a code'),
});
export type TrackingTransition = z.infer<typeof transition>;

const name = z.union([z.string(), z.number()]);

export const transitionStream = defineStream({
  key: 'statemachine/transition',
  title: 'Transition',
  description: 'Steps of the state machine with which the phone decides when to track.',
  data: transition,
  phone: z.looseObject({
    currState: name.optional(),
    curr_state: name.optional(),
    transition: name.nullable(),
    ts: timestamp('time of the transition').nullable().optional(),
  }),
  deduplicate: ['curr_state', 'transition', 'ts'],
});

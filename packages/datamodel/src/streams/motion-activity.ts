import { z } from 'zod';
import { defineStream } from '../stream.js';
import { MotionType } from './enums.js';
import { code, flag, optionalText, quantity, timestamp } from './fields.js';
import { writtenInstant } from './times.js';

const flags = {
  stationary: flag('iOS').optional(),
  walking: flag('iOS').optional(),
  running: flag('iOS').optional(),
  cycling: flag('iOS').optional(),
  automotive: flag('iOS').optional(),
  unknown: flag('iOS').optional(),
};

export const motionActivity = z.looseObject({
  ...writtenInstant,
  type: code(MotionType, 'sensed mode'),
  confidence: quantity('0–100', 'Android: value of the system; iOS: 100, 75 or 50'),
  confidence_level: optionalText('`high`, `medium` or `low` (iOS)'),
  ...flags,
});
export type MotionActivity = z.infer<typeof motionActivity>;

const phoneTime = timestamp('time of the reading').nullable().optional();

export const motionActivityStream = defineStream({
  key: 'background/motion_activity',
  title: 'Motion activity',
  description: 'What the phone believes its owner is doing. Android sent it as `background/activity` once.',
  data: motionActivity,
  phone: {
    // Old builds sent type and confidence under obfuscated names, so none of the members can be asked for.
    android: z.looseObject({
      ts: phoneTime,
      type: quantity('', 'sensed mode').optional(),
      confidence: quantity('0–100', 'confidence').optional(),
    }),
    ios: z.looseObject({ ts: phoneTime, confidence: z.union([z.string(), z.number()]), ...flags }),
  },
  deduplicate: ['type', 'confidence', 'ts'],
});

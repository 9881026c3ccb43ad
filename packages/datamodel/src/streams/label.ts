import { z } from 'zod';
import { defineStream } from '../stream.js';
import { text, timestamp } from './fields.js';
import { interval } from './times.js';

const intervalEnds = {
  start_ts: timestamp('start of the trip').nullable().optional(),
  end_ts: timestamp('end of the trip').nullable().optional(),
};

export const label = z.looseObject({
  ...interval,
  label: text('value of the label set, or a label of the person’s own'),
});
export type Label = z.infer<typeof label>;

const stream = <const Name extends string>(name: Name, title: string) =>
  defineStream({
    key: `manual/${name}`,
    title,
    description: 'A label of a trip. Of several for one trip the one written last counts.',
    data: label,
    phone: z.looseObject({ ...intervalEnds, label: label.shape.label }),
    deduplicate: ['start_ts', 'end_ts'],
  });

export const labelStreams = [
  stream('mode_confirm', 'Label: mode'),
  stream('purpose_confirm', 'Label: purpose'),
  stream('replaced_mode', 'Label: replaced mode'),
  stream('destination_confirm', 'Label: destination'),
] as const;

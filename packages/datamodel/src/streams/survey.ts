import { z } from 'zod';
import { defineStream } from '../stream.js';
import { anything, formattedTime, localDateField, optionalText, timestamp } from './fields.js';
import { instant } from './times.js';

const answer = {
  label: optionalText('summary for people'),
  name: optionalText('name of the survey'),
  version: anything('version of the survey').optional(),
  xmlResponse: optionalText('filled form'),
  jsonDocResponse: anything('the same answer as JSON').optional(),
};

const input = {
  ...answer,
  status: z
    .enum(['ACTIVE', 'DELETED'])
    .nullable()
    .optional()
    .meta({ description: '`ACTIVE` (also when absent) or `DELETED`' }),
  match_id: optionalText('links a deletion or edit to its original'),
  key: optionalText('the answer’s own key'),
};

/** Answer about a trip or a place. Either end of the interval can be absent: the current place has not been left. */
export const surveyInput = z.looseObject({
  ...input,
  start_ts: timestamp('start, or arrival at the place').nullable().optional(),
  start_local_dt: localDateField('start in the time zone there').nullable().optional(),
  start_fmt_time: formattedTime('start as ISO 8601').nullable().optional(),
  end_ts: timestamp('end, or departure from the place').nullable().optional(),
  end_local_dt: localDateField('end in the time zone there').nullable().optional(),
  end_fmt_time: formattedTime('end as ISO 8601').nullable().optional(),
});
export type SurveyInput = z.infer<typeof surveyInput>;

const inputStream = <const Name extends string>(name: Name, title: string, description: string) =>
  defineStream({
    key: `manual/${name}`,
    title,
    description,
    data: surveyInput,
    deduplicate: ['start_ts', 'end_ts', 'version'],
  });

export const surveyInputStreams = [
  inputStream('trip_user_input', 'Survey about a trip', 'The newest answer for a trip counts.'),
  inputStream('place_user_input', 'Survey about a place', 'The newest answer for a place counts.'),
  inputStream('trip_addition_input', 'Addition to a trip', 'Any number for a trip, such as time use.'),
  inputStream('place_addition_input', 'Addition to a place', 'Any number for a place, such as time use.'),
] as const;

export const oneTimeSurvey = z.looseObject({ ...instant, ...answer });
export type OneTimeSurvey = z.infer<typeof oneTimeSurvey>;

export const demographicSurveyStream = defineStream({
  key: 'manual/demographic_survey',
  title: 'Demographic survey',
  description: 'The newest answer is current.',
  data: oneTimeSurvey,
  phone: z.looseObject({ ...answer, ts: timestamp('time of the answer').nullable().optional() }),
  deduplicate: ['ts', 'version'],
});

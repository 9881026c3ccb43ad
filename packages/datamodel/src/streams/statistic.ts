import { z } from 'zod';
import { defineStream } from '../stream.js';
import { anything, formattedTime, localDateField, optionalText, text, timestamp } from './fields.js';

export const statistic = z.looseObject({
  name: text('what is measured'),
  reading: anything('value: seconds for times, −1 or null for an event without value').optional(),
  ts: timestamp('when it was measured'),
  local_dt: localDateField('only when the writer set it').optional(),
  fmt_time: formattedTime('only when the writer set it').optional(),
  client_app_version: optionalText('such as `2.1.3`'),
  client_os_version: optionalText('such as `14`'),
});
export type Statistic = z.infer<typeof statistic>;

const deduplicate = ['reading', 'ts'];

const stream = <const Name extends string>(name: Name, description: string, identity: 'upload' | 'id') =>
  defineStream({
    key: `stats/${name}`,
    title: `Statistics: ${name.replaceAll('_', ' ')}`,
    description,
    data: statistic,
    identity,
    deduplicate,
  });

/** Written by servers, the pipeline, dashboards and phones. */
export const statisticStreams = [
  stream('server_api_time', 'Duration of requests, two entries each.', 'id'),
  stream('server_api_error', 'Failures of requests.', 'id'),
  stream('pipeline_time', 'Duration of pipeline stages.', 'id'),
  stream('pipeline_error', 'Failures of pipeline stages.', 'id'),
  stream('dashboard_time', 'Durations in dashboards, in milliseconds; they belong to nobody.', 'id'),
  stream('dashboard_error', 'Failures in dashboards; they belong to nobody.', 'id'),
  stream('client_time', 'Events and durations of the app.', 'upload'),
  stream('client_nav_event', 'Native events of the app.', 'upload'),
  stream('client_error', 'Failures in the app.', 'upload'),
] as const;

import { formattedTime, localDateField, timestamp } from './fields.js';

/** Members of a payload about one instant. */
export const instant = {
  ts: timestamp('time of the reading'),
  local_dt: localDateField('`ts` in the time zone of the entry').optional(),
  fmt_time: formattedTime('`ts` as ISO 8601').optional(),
};

/** Members of a payload whose local time is that of writing. */
export const writtenInstant = {
  ts: timestamp('time of the reading'),
  local_dt: localDateField('`metadata.write_ts` in the time zone of the entry').optional(),
  fmt_time: formattedTime('`metadata.write_ts` as ISO 8601').optional(),
};

/** Members of a payload about a span of time. */
export const interval = {
  start_ts: timestamp('start'),
  start_local_dt: localDateField('start in the time zone there').optional(),
  start_fmt_time: formattedTime('start as ISO 8601').optional(),
  end_ts: timestamp('end'),
  end_local_dt: localDateField('end in the time zone there').optional(),
  end_fmt_time: formattedTime('end as ISO 8601').optional(),
};

/** Members of a payload about a stay; the first of a chain has no entry, the current one no exit. */
export const stay = {
  enter_ts: timestamp('arrival; absent for the first of a chain').nullable().optional(),
  enter_local_dt: localDateField('arrival in the time zone there').nullable().optional(),
  enter_fmt_time: formattedTime('arrival as ISO 8601').nullable().optional(),
  exit_ts: timestamp('departure; absent for the current one').nullable().optional(),
  exit_local_dt: localDateField('departure in the time zone there').nullable().optional(),
  exit_fmt_time: formattedTime('departure as ISO 8601').nullable().optional(),
};

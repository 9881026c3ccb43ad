import { z } from 'zod';

const dateShape = z.object({ $date: z.number() });
const labelsShape = z.record(
  z.string(),
  z.looseObject({ createdAt: dateShape, frequency: z.int(), isActive: z.boolean() }),
);

/** What is known about a person beside their streams. Phones add members of their own. */
export const profileShape = z
  .looseObject({
    _id: z.object({ $oid: z.string() }),
    user_id: z.object({ $uuid: z.string() }),
    source: z.string(),
    create_ts: dateShape,
    update_ts: dateShape,
    mode: labelsShape,
    purpose: labelsShape,
    pipeline_range: z.object({ start_ts: z.number().nullable(), end_ts: z.number().nullable() }),
    total_trips: z.int(),
    labeled_trips: z.int(),
    last_call_ts: z.number(),
    last_sync_ts: z.number(),
    last_put_ts: z.number(),
    last_diary_fetch_ts: z.number(),
    last_location_ts: z.number(),
    last_phone_data_ts: z.number(),
    curr_platform: z.string(),
    phone_lang: z.string(),
  })
  .partial()
  .meta({ title: 'Profile' });

export type Profile = z.output<typeof profileShape>;

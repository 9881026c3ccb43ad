import { z } from 'zod';
import { defineStream } from '../stream.js';

/** Documents that only a phone has, or that a server sends to it. Their content is open. */
export const phoneDocument = z.looseObject({});

const stream = <const Key extends string>(key: Key, title: string, pattern?: RegExp) =>
  defineStream({
    key,
    title,
    store: 'phone',
    data: phoneDocument,
    ...(pattern === undefined ? {} : { pattern }),
  });

export const phoneDocumentStreams = [
  stream('diary/trips-{date}', 'Diary of a day (server to phone)', /^diary\/trips-\d{4}-\d{2}-\d{2}$/),
  stream('common-trips', 'Common trips (server to phone)'),
  stream('background/accelerometer', 'Accelerometer (phone only)'),
  stream('intro_done', 'Introduction finished (phone only)'),
  stream('CONFIG_PHONE_UI', 'Deployment configuration (phone only)'),
  stream('prompted-auth', 'Token (phone only)'),
  stream('connection_settings', 'Connection settings (phone only)'),
] as const;

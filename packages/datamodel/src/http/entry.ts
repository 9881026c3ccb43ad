import { z } from 'zod';
import type { Entry, PhoneEntry } from '../entry.js';
import { isObject } from '../wire/index.js';

/**
 * An entry inside a request or an answer. Only its outline is checked here and it is passed on as it is: the
 * order of its members is part of the data, and streams have schemas of their own.
 */
export const entryShape = z
  .custom<Entry>((value) => isObject(value) && isObject(value._id) && hasContent(value), {
    error: 'not an entry',
  })
  .meta({
    title: 'Entry',
    description: 'One element of a stream, in legacy extended JSON',
    type: 'object',
    required: ['_id', 'user_id', 'metadata', 'data'],
    properties: {
      _id: { type: 'object', properties: { $oid: { type: 'string' } }, required: ['$oid'] },
      user_id: { type: ['object', 'null'], properties: { $uuid: { type: 'string' } } },
      metadata: metadataSchema(),
      data: { type: 'object' },
    },
  });

/** An entry as a phone has it: no id, no owner. */
export const phoneEntryShape = z
  .custom<PhoneEntry>((value) => isObject(value) && hasContent(value), { error: 'not an entry' })
  .meta({
    title: 'PhoneEntry',
    description: 'An entry before upload: metadata and data',
    type: 'object',
    required: ['metadata', 'data'],
    properties: { metadata: metadataSchema(), data: { type: 'object' } },
  });

function metadataSchema(): object {
  return {
    type: 'object',
    required: ['key', 'write_ts'],
    properties: { key: { type: 'string' }, write_ts: { type: 'number' } },
  };
}

function hasContent(value: Record<string, unknown>): boolean {
  return isObject(value.metadata) && isObject(value.data);
}

import { z } from 'zod';
import { objectIdPattern } from '../wire/index.js';

/** A person: 32 lower-case hexadecimal digits, as in `user_id.$uuid`. */
export const personIdShape = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .meta({ description: 'Person: a uuid as 32 lower-case hexadecimal digits, without dashes' });

/** Text of an entry's `_id.$oid`. */
export const entryIdShape = z
  .string()
  .regex(objectIdPattern)
  .meta({ description: 'Entry id: 24 lower-case hexadecimal digits' });

/** A person's uuid with dashes, as phones expect it from `/profile/create`; the same without in a program. */
export const dashedPersonId = z.codec(
  z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
  personIdShape,
  {
    decode: (dashed) => dashed.replaceAll('-', ''),
    encode: (digits) => digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  },
);

/** Where a page ends. Opaque: only the server that made it can read it, for the same person and query. */
export const cursorShape = z.string().min(1).max(4096).meta({ description: 'Where to go on; opaque' });

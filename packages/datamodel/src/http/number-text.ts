import { z } from 'zod';

/** A whole number in a query string. */
export const wholeNumberText = z.codec(z.string().regex(/^(?:0|[1-9]\d{0,14})$/), z.int().nonnegative(), {
  decode: Number,
  encode: String,
});

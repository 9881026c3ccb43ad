import type { DecodedResponse, Route } from '../http/index.js';
import { decodeRowsDocument, encodeRowsDocument, rowsMediaType } from '../wire/index.js';
import type { CallContent, Caller, CallOptions } from './caller.js';

// Apart from the caller, so that browsers, which never speak rows, need not load what reads and writes them.

/** As `call`, with a document as body of which some members, lists of objects, go as rows. */
export function sendRows<Declared extends Route>(
  caller: Pick<Caller, 'sendBytes'>,
  route: Declared,
  { body, ...content }: CallContent<Declared> & { readonly body: object },
  lists: readonly string[],
  options?: CallOptions,
): Promise<DecodedResponse<Declared>> {
  const bytes = { type: rowsMediaType, content: encodeRowsDocument(body, lists) };
  return caller.sendBytes(route, content, bytes, options);
}

/** As `call`, of a route that can answer with a document with rows. What it says is taken as it is. */
export async function receiveRows<Declared extends Route>(
  caller: Pick<Caller, 'receiveBytes'>,
  route: Declared,
  content: CallContent<Declared>,
  options?: CallOptions,
): Promise<DecodedResponse<Declared>> {
  return decodeRowsDocument(await caller.receiveBytes(route, content, rowsMediaType, options)) as never;
}

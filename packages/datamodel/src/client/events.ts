import { parseCanonical } from '../wire/index.js';
import { isTemporary, type RetryPolicy } from './retry.js';

/** One server-sent event. */
export interface ServerEvent {
  readonly id: string;
  readonly data: unknown;
}

/** Reads server-sent events; comments, which only show that the other side lives, are passed over. */
export async function* readEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let open = '';
  for await (const chunk of chunks) {
    const parts = (open + decoder.decode(chunk, { stream: true })).split('\n\n');
    open = parts.pop() ?? '';
    for (const part of parts) {
      const event = parseEvent(part);
      if (event) yield event;
    }
  }
}

function parseEvent(text: string): ServerEvent | undefined {
  let id = '';
  const data: string[] = [];
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    const value = line.slice(colon + 1).replace(/^ /, '');
    if (line.startsWith('id:')) id = value;
    else if (line.startsWith('data:')) data.push(value);
  }
  return data.length === 0 ? undefined : { id, data: parseCanonical(data.join('\n')) };
}

/**
 * Follows a stream of events for as long as it is wanted: a connection that ends or fails is opened again behind the
 * last event, after a random pause that grows while nothing comes.
 * @param open opens the stream behind an event
 * @throws SojournError that no repetition can help, and `aborted`
 */
export async function* followEvents(
  open: (lastId: string | undefined) => AsyncIterable<Uint8Array>,
  policy: RetryPolicy,
  signal?: AbortSignal,
): AsyncGenerator<ServerEvent> {
  let last: string | undefined;
  for (let failures = 0; ; failures += 1) {
    try {
      for await (const event of readEvents(open(last))) {
        last = event.id;
        failures = 0;
        yield event;
      }
    } catch (error) {
      if (!isTemporary(error)) throw error;
    }
    const ceiling = Math.min(policy.longestDelay, policy.baseDelay * 2 ** failures);
    await policy.sleep(policy.random() * ceiling, signal);
  }
}

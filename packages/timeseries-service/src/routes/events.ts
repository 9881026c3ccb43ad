import { Readable } from 'node:stream';
import { SojournError } from '@sojourn/datamodel';
import type { HttpServer } from '@sojourn/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RenderedAnswer } from './answer.js';

const EVENTS_TYPE = 'text/event-stream; charset=utf-8';
/** Seconds after which a client that was turned away may try again. */
const AGAIN = 5;

/** An event, or a sign of life. */
export type ServerEvent =
  | { readonly id: string; readonly event: string; readonly data: unknown }
  | 'heartbeat';

/** Open streams of events: so many at once, and none when the server closes. */
export interface EventStreams {
  /**
   * An answer that goes on until the client leaves or the server closes. The first event is awaited before anything is
   * sent, so that what prevents reading at all is answered as an error.
   * @throws SojournError `rate-limited` when too many are open
   */
  open(
    reply: FastifyReply,
    produce: (signal: AbortSignal) => AsyncGenerator<ServerEvent>,
  ): Promise<RenderedAnswer>;
}

/** Whether the caller would rather have events than one answer. */
export function wantsEvents(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').toLowerCase().includes('text/event-stream');
}

/** Where a client that comes back left off, as it says in `Last-Event-ID`. */
export function lastEventId(request: FastifyRequest): string | undefined {
  const id = request.headers['last-event-id'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** @param most streams that may be open at once */
export function createEventStreams(app: HttpServer, most: number): EventStreams {
  const open = new Set<AbortController>();
  app.addHook('preClose', async () => {
    for (const controller of open) controller.abort();
  });
  return {
    async open(reply, produce) {
      if (open.size >= most) {
        throw new SojournError('rate-limited', { detail: 'too many streams are open', retryAfter: AGAIN });
      }
      const controller = new AbortController();
      open.add(controller);
      const end = () => {
        controller.abort();
        open.delete(controller);
      };
      try {
        const events = produce(controller.signal);
        const first = await events.next();
        reply.raw.once('close', end);
        if (reply.raw.destroyed) end();
        // Nothing on the way may keep events back or store them.
        reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no');
        const text = Readable.from(textOf(first, events, end), { objectMode: false, highWaterMark: 1 });
        return new RenderedAnswer(EVENTS_TYPE, text);
      } catch (error) {
        end();
        throw error;
      }
    },
  };
}

async function* textOf(
  first: IteratorResult<ServerEvent>,
  events: AsyncGenerator<ServerEvent>,
  end: () => void,
): AsyncGenerator<Buffer> {
  try {
    for (let next = first; next.done !== true; next = await events.next())
      yield Buffer.from(lineOf(next.value));
  } finally {
    end();
    await events.return(undefined);
  }
}

function lineOf(event: ServerEvent): string {
  if (event === 'heartbeat') return ':\n\n';
  return `id: ${event.id}\nevent: ${event.event}\ndata: ${JSON.stringify(event.data)}\n\n`;
}

import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { HEALTH_PATH } from './health.js';

/**
 * One line for each answer: method, route pattern, status, milliseconds. The path itself is left out, since
 * it may name a person.
 */
export class RequestLog extends LogController {
  constructor() {
    super({ requestIdLogLabel: 'request' });
  }

  override incomingRequest(): void {}

  override routeNotFound(): void {}

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    // Health is asked every few seconds; only bad news is worth a line.
    if (request.routeOptions.url === HEALTH_PATH && reply.statusCode < 400) return;
    const line = {
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    };
    if (error) request.log.warn({ ...line, err: error }, 'answer broke off');
    else request.log.info(line, 'answered');
  }

  override streamError(error: Error & { code?: string }, request: FastifyRequest): void {
    if (error.code === 'ERR_STREAM_PREMATURE_CLOSE') request.log.info('the client left before the end');
    else request.log.warn({ err: error }, 'answer broke off');
  }
}

import { isSojournError, SojournError } from '@sojourn/datamodel';
import { answerProblem } from '@sojourn/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * The error handler of the internal listener. A person that does not exist is a wrong path there; on the public
 * one it means that the owner of the token has not registered.
 */
export function answerServiceProblem(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const absent = isSojournError(thrown) && thrown.code === 'person-unknown';
  const error = absent
    ? new SojournError('not-found', { detail: 'there is no such person', cause: thrown })
    : thrown;
  return answerProblem(error, request, reply);
}

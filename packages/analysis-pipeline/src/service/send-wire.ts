import { stringifyWire } from '@sojourn/datamodel/wire';
import type { FastifyReply } from 'fastify';

/** Sends a result as entries are rendered, which may hold numbers that JSON has no text for. */
export function sendWire(reply: FastifyReply, answer: object): FastifyReply {
  return reply.type('application/json; charset=utf-8').serializer(stringifyWire).send(answer);
}

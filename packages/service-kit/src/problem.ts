import { type ErrorCode, type ErrorItem, isSojournError, SojournError } from '@sojourn/datamodel';
import type { FastifyError, FastifyReply, FastifyRequest, FastifySchemaValidationError } from 'fastify';

/** Media type of every error answer, RFC 9457. */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json; charset=utf-8';

/** Fastify's own faults that have a code of ours; the others are judged by their status. */
const BY_FASTIFY_CODE: Readonly<Record<string, { code: ErrorCode; detail?: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'too-large' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: 'unsupported-media-type' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'request-invalid', detail: 'the body is empty' },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'request-invalid', detail: 'the body is not valid JSON' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: 'request-invalid',
    detail: 'the body is not as long as its Content-Length says',
  },
  FST_ERR_BAD_URL: { code: 'path-invalid' },
  FST_ERR_MAX_PARAM_LENGTH: { code: 'not-found' },
  FST_ERR_HANDLER_TIMEOUT: { code: 'service-unavailable' },
};

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'token-missing',
  403: 'role-insufficient',
  404: 'not-found',
  405: 'method-not-allowed',
  409: 'conflict',
  413: 'too-large',
  415: 'unsupported-media-type',
  429: 'rate-limited',
};

/** The fastify error handler of every process: whatever was thrown becomes problem details. */
export function answerProblem(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = toSojournError(thrown);
  if (error.status >= 500) request.log.error({ err: thrown }, error.code);
  else request.log.debug({ code: error.code, errors: error.errors }, 'refused');
  if (error.retryAfter !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(error.retryAfter)));
  return reply.code(error.status).type(PROBLEM_MEDIA_TYPE).send(JSON.stringify(error.toProblem()));
}

/** Whatever was thrown as the catalogue knows it; what it does not know is `internal`, without particulars. */
export function toSojournError(thrown: unknown): SojournError {
  if (isSojournError(thrown)) return thrown;
  if (!(thrown instanceof Error)) return new SojournError('internal', { cause: thrown });
  const error = thrown as FastifyError;
  if (error.validation !== undefined) {
    return new SojournError('request-invalid', {
      errors: distinct(error.validation.map((fault) => toItem(fault, error.validationContext))),
      cause: thrown,
    });
  }
  const known = BY_FASTIFY_CODE[error.code];
  if (known !== undefined) return new SojournError(known.code, { detail: known.detail, cause: thrown });
  const status = error.statusCode ?? 500;
  if (status < 400 || status >= 500) return new SojournError('internal', { cause: thrown });
  return new SojournError(BY_STATUS[status] ?? 'request-invalid', {
    // Fastify's JSON parser refuses "__proto__" with a plain SyntaxError.
    detail: thrown instanceof SyntaxError ? 'the body is not valid JSON' : undefined,
    cause: thrown,
  });
}

/** A value that fits none of several shapes is reported once, not once a shape. */
function distinct(items: readonly ErrorItem[]): ErrorItem[] {
  return [...new Map(items.map((item) => [`${item.code} ${item.path}`, item])).values()];
}

function toItem(fault: FastifySchemaValidationError, context: string | undefined): ErrorItem {
  const { keyword, params } = fault;
  const within = fault.instancePath.split('/').slice(1).map(unescapePointer);
  const missing = keyword === 'required' ? [String(params.missingProperty)] : [];
  const surplus = keyword === 'additionalProperties' ? [String(params.additionalProperty)] : [];
  // The context is named only where it is not the body, which readers take for granted.
  const prefix = context === undefined || context === 'body' ? [] : [context];
  const code = missing.length > 0 ? 'missing' : surplus.length > 0 ? 'unexpected' : 'invalid';
  return { path: [...prefix, ...within, ...missing, ...surplus].join('.'), code };
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

import { z } from 'zod';
import { type ErrorCode, isErrorCode, SojournError } from '../errors.js';

/** RFC 9457 problem details, the form of every error answer. */
export const problemShape = z
  .object({
    type: z.string().optional(),
    title: z.string().optional(),
    status: z.int().optional(),
    code: z.string(),
    detail: z.string().optional(),
    errors: z
      .array(z.object({ index: z.int().optional(), path: z.string().optional(), code: z.string() }))
      .optional(),
  })
  .meta({ title: 'Problem', description: 'RFC 9457 problem details' });

// What an answer without problem details means: a proxy in between, or a server that is not ours.
const codeByStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'request-invalid',
  401: 'token-missing',
  403: 'token-invalid',
  404: 'not-found',
  405: 'method-not-allowed',
  409: 'conflict',
  413: 'too-large',
  415: 'unsupported-media-type',
  423: 'person-locked',
  429: 'rate-limited',
  502: 'upstream-unavailable',
  503: 'service-unavailable',
  504: 'upstream-timeout',
};

/**
 * The error that an answer stands for.
 * @param body the parsed body, if it was JSON
 * @param retryAfter seconds
 */
export function errorOfAnswer(status: number, body: unknown, retryAfter?: number): SojournError {
  const problem = problemShape.safeParse(body);
  if (problem.success && isErrorCode(problem.data.code)) {
    return new SojournError(problem.data.code, {
      detail: problem.data.detail,
      errors: problem.data.errors?.map(({ index, path, code }) => ({
        ...(index === undefined ? {} : { index }),
        ...(path === undefined ? {} : { path }),
        code,
      })),
      retryAfter,
    });
  }
  const code = codeByStatus[status] ?? (status >= 500 ? 'internal' : 'response-invalid');
  return new SojournError(code, { detail: `the server answered ${status}`, retryAfter });
}

/** The error codes that the gateway itself answers with; all of them are in the platform's error catalogue. */
const problems = {
  'path-invalid': [400, 'The path holds encoded slashes, dot segments or path parameters'],
  'request-invalid': [400, 'The request does not have the documented shape'],
  'role-insufficient': [403, '403: the token may not do this'],
  'not-found': [404, 'There is nothing here'],
  'method-not-allowed': [405, 'The path exists, the method does not'],
  'too-large': [413, 'The body is larger than the limit'],
  'rate-limited': [429, 'Too many requests'],
  internal: [500, 'Something went wrong on the server'],
  'upstream-unavailable': [502, 'The service behind the gateway is down'],
  'service-unavailable': [503, 'The service cannot answer now'],
  'upstream-timeout': [504, 'The service behind the gateway took too long'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

/** An error code that the gateway answers with. */
export type ProblemCode = keyof typeof problems;

/** HTTP status of a code. */
export function statusOf(code: ProblemCode): number {
  return problems[code][0];
}

/** RFC 9457 problem details of a code as JSON text. `detail` must hold nothing that a caller may not see. */
export function problemJson(code: ProblemCode, detail?: string): string {
  const [status, title] = problems[code];
  return JSON.stringify({
    type: `urn:sojourn:error:${code}`,
    title,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
  });
}

/** Every code that the gateway answers with. */
export const problemCodes = Object.keys(problems) as readonly ProblemCode[];

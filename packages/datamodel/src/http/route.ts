import type { z } from 'zod';

/**
 * Which face of the platform a route belongs to: the reference's API, its public additions under `/v2`, the
 * internal listener of the timeseries service under `/v1`, or the pipeline.
 */
export type Surface = 'reference' | 'public' | 'internal' | 'pipeline';

/** What a service token may allow. */
export const serviceScopes = [
  'people:read',
  'people:write',
  'people:erase',
  'entries:read',
  'entries:write',
  'keys:write',
  'tokens:read',
  'tokens:write',
  'store:read',
  'store:write',
  'documents:read',
  'documents:write',
  'runs:write',
] as const;
export type ServiceScope = (typeof serviceScopes)[number];

/** What a token of the public surfaces may do; each role includes the ones before it. */
export const roles = ['participant', 'researcher', 'operator'] as const;
export type Role = (typeof roles)[number];

/**
 * Who may call a route: `anyone`; the bearer of an accepted `token`, registered or not; a registered `person`,
 * for their own data; a role; or a service whose token has the scope.
 */
export type Caller = 'anyone' | 'token' | 'person' | Role | ServiceScope;

/** One route: what both sides of it must agree on. */
export interface Route {
  /** Name of the operation, unique over all surfaces. */
  readonly id: string;
  readonly surface: Surface;
  /** Service behind the gateway that answers, where it is not the timeseries service or the surface's own. */
  readonly servedBy?: 'analysis-pipeline' | 'gateway' | 'webapp';
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with parameters as `:name`. */
  readonly path: string;
  /** One sentence for the API document. */
  readonly summary: string;
  readonly caller: Caller;
  /** Sending the same request twice has the effect of sending it once, so it may be retried. */
  readonly idempotent: boolean;
  readonly params?: z.ZodType<unknown, Record<string, string>>;
  readonly query?: z.ZodType<unknown, Record<string, string | undefined>>;
  /** JSON body. */
  readonly body?: z.ZodType;
  /** What one line of an NDJSON body holds, where the route takes one. */
  readonly bodyLine?: z.ZodType;
  /** JSON answer; absent when the answer is always empty. */
  readonly response?: z.ZodType;
  /** What one line of the answer holds when the caller accepts `application/x-ndjson`. */
  readonly responseLine?: z.ZodType;
  /** Media type of an answer that comes as a stream of its own kind, where the caller accepts that. */
  readonly streams?: 'text/event-stream' | 'application/vnd.apache.arrow.stream';
  /** Status of the good answer; default 200. */
  readonly status?: 200 | 201 | 202 | 204;
}

/** Declares a route; its shapes keep their types. */
export function defineRoute<const Declared extends Route>(route: Declared): Readonly<Declared> {
  return Object.freeze(route);
}

type Part<Declared, Name extends keyof Route> = Declared extends { readonly [Member in Name]: infer Shape }
  ? Shape extends z.ZodType
    ? Shape
    : never
  : never;

/** The JSON body as it is sent. */
export type RequestBody<Declared> = z.input<Part<Declared, 'body'>>;
/** The path parameters as they are sent. */
export type RequestParams<Declared> = z.input<Part<Declared, 'params'>>;
/** The query string as it is sent. */
export type RequestQuery<Declared> = z.input<Part<Declared, 'query'>>;
/** The JSON answer as it is sent. */
export type ResponseBody<Declared> = z.input<Part<Declared, 'response'>>;

/** The JSON body as a program holds it: codecs decoded. */
export type DecodedBody<Declared> = z.output<Part<Declared, 'body'>>;
/** The path parameters as a program holds them. */
export type DecodedParams<Declared> = z.output<Part<Declared, 'params'>>;
/** The query string as a program holds it. */
export type DecodedQuery<Declared> = z.output<Part<Declared, 'query'>>;
/** The JSON answer as a program holds it. */
export type DecodedResponse<Declared> = z.output<Part<Declared, 'response'>>;

/** The path of a route with its parameters filled in. @throws RangeError when one is missing or empty */
export function pathOf(route: Pick<Route, 'path'>, params: Readonly<Record<string, string>> = {}): string {
  return route.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined || value === '') throw new RangeError(`the path parameter ${name} is missing`);
    return encodeURIComponent(value);
  });
}

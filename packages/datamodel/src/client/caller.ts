import { z } from 'zod';
import { SojournError } from '../errors.js';
import {
  type DecodedBody,
  type DecodedParams,
  type DecodedQuery,
  type DecodedResponse,
  errorOfAnswer,
  pathOf,
  type Route,
} from '../http/index.js';
import { parseCanonical, stringifyWire } from '../wire/index.js';
import { createDeadline, type Deadline } from './deadline.js';
import type { HttpAnswer, HttpFetch, HttpRequest } from './http-fetch.js';
import { streamOf, writeLines } from './ndjson.js';
import { defaultRetryPolicy, parseRetryAfter, type RetryPolicy, withRetry } from './retry.js';

/** What every client is made from. */
export interface ClientOptions {
  /** Address of the server, with the prefix under which it is found, such as `https://host/api`. */
  readonly baseUrl: string;
  /** Default: the platform's. */
  readonly fetch?: HttpFetch;
  readonly retry?: Partial<RetryPolicy>;
  /** Milliseconds without progress after which a try is given up; default 60 000. */
  readonly timeout?: number;
  /** Milliseconds since the epoch; default the system's. */
  readonly clock?: () => number;
}

/** What one call may say beside its content. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds without progress, instead of the client's. */
  readonly timeout?: number;
}

type Params<Declared> = Declared extends { readonly params: z.ZodType }
  ? { readonly params: DecodedParams<Declared> }
  : unknown;

type Query<Declared> = Declared extends { readonly query: z.ZodType }
  ? // A query whose members may all be left out may be left out itself.
    object extends DecodedQuery<Declared>
    ? { readonly query?: DecodedQuery<Declared> }
    : { readonly query: DecodedQuery<Declared> }
  : unknown;

type Body<Declared> = Declared extends { readonly body: z.ZodType }
  ? { readonly body: DecodedBody<Declared> }
  : unknown;

/** What a route wants to be told. */
export type CallContent<Declared extends Route> = Params<Declared> & Query<Declared> & Body<Declared>;

/** The same content without its types, as the machinery below handles it. */
interface AnyContent {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  /** Lines of an NDJSON body, instead of `body`. */
  readonly lines?: LineSource;
  /** A body that is bytes already, instead of `body`. */
  readonly bytes?: TypedBytes;
}

/** A body of a media type of its own. */
export interface TypedBytes {
  readonly type: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

/** Lines to send, and what went wrong while they were made: that is nobody else's fault. */
interface LineSource {
  readonly values: Iterable<unknown> | AsyncIterable<unknown>;
  failure?: { readonly reason: unknown };
}

/** Calls routes of one server. */
export interface Caller {
  /**
   * Calls a route and gives its decoded answer.
   * @throws SojournError the server's problem; `network-failed`, `timed-out`, `aborted` or `response-invalid`
   */
  call<Declared extends Route>(
    route: Declared,
    content: CallContent<Declared>,
    options?: CallOptions,
  ): Promise<DecodedResponse<Declared>>;
  /** As `call`, with an NDJSON body. Only lines that can be gone through again are ever sent again. */
  send<Declared extends Route>(
    route: Declared,
    content: Omit<CallContent<Declared>, 'body'>,
    lines: Iterable<unknown> | AsyncIterable<unknown>,
    options?: CallOptions,
  ): Promise<DecodedResponse<Declared>>;
  /** As `call`, with a body that is bytes already. */
  sendBytes<Declared extends Route>(
    route: Declared,
    content: Omit<CallContent<Declared>, 'body'>,
    bytes: TypedBytes,
    options?: CallOptions,
  ): Promise<DecodedResponse<Declared>>;
  /** As `call`, of a route that can answer with a media type of its own; gives its bytes. */
  receiveBytes<Declared extends Route>(
    route: Declared,
    content: CallContent<Declared>,
    accept: string,
    options?: CallOptions,
  ): Promise<Uint8Array>;
  /**
   * Calls a route that answers with NDJSON, or with a stream of its own kind, and gives the bytes as they come. Only the beginning is tried
   * again; an answer that breaks off is `network-failed`.
   */
  stream<Declared extends Route>(
    route: Declared,
    content: CallContent<Declared>,
    options?: CallOptions,
  ): AsyncGenerator<Uint8Array>;
}

/** How a caller shows who it is: headers, and members that go into a JSON body. */
export interface Identity {
  headers(route: Route): Promise<Record<string, string>> | Record<string, string>;
  body?(route: Route): Record<string, unknown>;
}

const DEFAULT_TIMEOUT = 60_000;

export function createCaller(options: ClientOptions, identity: Identity): Caller {
  const base = options.baseUrl.replace(/\/+$/, '');
  const fetch: HttpFetch = options.fetch ?? ((url, request) => globalThis.fetch(url, request));
  const policy: RetryPolicy = { ...defaultRetryPolicy, ...options.retry };
  const clock = options.clock ?? Date.now;

  /** Up to the head of a good answer; the deadline goes on running. */
  const open = async (
    route: Route,
    content: AnyContent,
    accept: string,
    deadline: Deadline,
  ): Promise<HttpAnswer> => {
    const init = await requestOf(route, content, identity);
    const headers = { accept, ...init.headers, ...(await identity.headers(route)) };
    let response: HttpAnswer;
    try {
      response = await fetch(base + urlOf(route, content), {
        ...init,
        headers,
        signal: deadline.signal,
        redirect: 'error',
      });
    } catch (cause) {
      throw content.lines?.failure?.reason ?? deadline.explain(cause);
    }
    if (response.ok) return response;
    const text = await textOf(response, deadline);
    throw errorOfAnswer(
      response.status,
      parse(text),
      parseRetryAfter(response.headers.get('retry-after'), clock()),
    );
  };

  const deadlineOf = (call: CallOptions): Deadline =>
    createDeadline(call.timeout ?? options.timeout ?? DEFAULT_TIMEOUT, call.signal);

  const attempt = async (route: Route, content: AnyContent, call: CallOptions): Promise<unknown> => {
    const deadline = deadlineOf(call);
    try {
      const response = await open(route, content, 'application/json', deadline);
      const text = await textOf(response, deadline);
      return route.response === undefined ? undefined : answerOf(route.response, text);
    } finally {
      deadline.dispose();
    }
  };

  const attemptBytes = async (
    route: Route,
    content: AnyContent,
    accept: string,
    call: CallOptions,
  ): Promise<Uint8Array> => {
    const deadline = deadlineOf(call);
    try {
      const response = await open(route, content, accept, deadline);
      const bytes = await response.arrayBuffer().catch((cause: unknown) => {
        throw deadline.explain(cause);
      });
      return new Uint8Array(bytes);
    } finally {
      deadline.dispose();
    }
  };

  const repeatable = (route: Route, again: boolean): RetryPolicy =>
    route.idempotent && again ? policy : { ...policy, attempts: 1 };

  return {
    call: (route, content, call = {}) =>
      withRetry(
        () => attempt(route, content as AnyContent, call),
        repeatable(route, true),
        call.signal,
      ) as Promise<never>,

    send: (route, content, lines, call = {}) =>
      withRetry(
        () => attempt(route, { ...(content as AnyContent), lines: { values: lines } }, call),
        repeatable(route, Array.isArray(lines)),
        call.signal,
      ) as Promise<never>,

    sendBytes: (route, content, bytes, call = {}) =>
      withRetry(
        () => attempt(route, { ...(content as AnyContent), bytes }, call),
        repeatable(route, true),
        call.signal,
      ) as Promise<never>,

    receiveBytes: (route, content, accept, call = {}) =>
      withRetry(
        () => attemptBytes(route, content as AnyContent, accept, call),
        repeatable(route, true),
        call.signal,
      ),

    async *stream(route, content, call = {}) {
      const { response, deadline } = await withRetry(
        async () => {
          const deadline = deadlineOf(call);
          try {
            const response = await open(
              route,
              content as AnyContent,
              route.streams ?? 'application/x-ndjson',
              deadline,
            );
            return { response, deadline };
          } catch (error) {
            deadline.dispose();
            throw error;
          }
        },
        repeatable(route, true),
        call.signal,
      );
      try {
        yield* chunksOf(response, deadline);
      } finally {
        deadline.dispose();
      }
    },
  };
}

async function requestOf(
  route: Route,
  content: AnyContent,
  identity: Identity,
): Promise<Pick<HttpRequest, 'method' | 'headers' | 'body' | 'duplex'>> {
  if (content.lines !== undefined) {
    return {
      method: route.method,
      headers: { 'content-type': 'application/x-ndjson' },
      body: streamOf(linesOf(content.lines)),
      duplex: 'half',
    };
  }
  if (content.bytes !== undefined) {
    const { type, content: body } = content.bytes;
    return { method: route.method, headers: { 'content-type': type }, body };
  }
  if (route.body === undefined) return { method: route.method, headers: {} };
  const encoded = encode(route.body, content.body);
  const members = identity.body?.(route);
  return {
    method: route.method,
    headers: { 'content-type': 'application/json' },
    body: stringifyWire(members === undefined ? encoded : { ...members, ...(encoded as object) }),
  };
}

async function* linesOf(source: LineSource): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  try {
    yield* writeLines(source.values);
  } catch (reason) {
    source.failure = { reason };
    throw reason;
  }
}

function urlOf(route: Route, content: AnyContent): string {
  const params = route.params === undefined ? {} : encode(route.params, content.params);
  const path = pathOf(route, params as Record<string, string>);
  if (route.query === undefined || content.query === undefined) return path;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(encode(route.query, content.query))) {
    if (value !== undefined) query.set(name, value);
  }
  return query.size === 0 ? path : `${path}?${query}`;
}

/** What goes on the wire. @throws SojournError `request-invalid` before anything is sent */
function encode<Wire>(shape: z.ZodType<unknown, Wire>, value: unknown): Wire {
  const result = z.safeEncode(shape, value);
  if (result.success) return result.data;
  throw new SojournError('request-invalid', {
    errors: result.error.issues.map(({ path }) => ({ path: path.join('.'), code: 'invalid' })),
  });
}

async function textOf(response: HttpAnswer, deadline: Deadline): Promise<string> {
  try {
    return await response.text();
  } catch (cause) {
    throw deadline.explain(cause);
  }
}

async function* chunksOf(response: HttpAnswer, deadline: Deadline): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  try {
    while (true) {
      deadline.restart();
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw deadline.explain(cause);
      });
      // While the consumer works, the server is not late.
      deadline.pause();
      if (done || value === undefined) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The reference answers some calls with nothing at all where an empty object is meant. */
function answerOf(shape: z.ZodType, text: string): unknown {
  const result = z.safeDecode(shape, text === '' ? {} : parse(text));
  if (result.success) return result.data;
  const paths = result.error.issues.map(({ path }) => path.join('.'));
  throw new SojournError('response-invalid', { detail: `unexpected at: ${paths.join(', ')}` });
}

function parse(text: string): unknown {
  try {
    return parseCanonical(text);
  } catch {
    return undefined;
  }
}

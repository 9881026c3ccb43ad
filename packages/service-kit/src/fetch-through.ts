import type { HttpAnswer, HttpFetch } from '@sojourn/datamodel/client';
import { type Dispatcher, request } from 'undici';

/**
 * Requests through a pool of connections, without the web's streams and objects around them: between services, where
 * most answers are small, those would take most of a request's time.
 */
export function fetchThrough(dispatcher: Dispatcher): HttpFetch {
  return async (url, { method = 'GET', headers = {}, body, signal } = {}) =>
    answerOf(
      await request(url, {
        dispatcher,
        method: method as Dispatcher.HttpMethod,
        headers,
        ...(signal === undefined ? {} : { signal }),
        // Node reads the web's streams chunk by chunk like its own, which the types do not know.
        body: (body ?? null) as Dispatcher.DispatchOptions['body'] & null,
      }),
    );
}

function answerOf({ statusCode, headers, body }: Dispatcher.ResponseData): HttpAnswer {
  return {
    ok: statusCode >= 200 && statusCode < 300,
    status: statusCode,
    headers: {
      get: (name) => {
        const value = headers[name];
        return Array.isArray(value) ? value.join(', ') : (value ?? null);
      },
    },
    text: () => body.text(),
    arrayBuffer: () => body.arrayBuffer(),
    body: {
      getReader: () => {
        const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
        return {
          read: async () => {
            const { done, value } = await chunks.next();
            return { done: done === true, value };
          },
          cancel: async () => {
            await chunks.return?.();
          },
        };
      },
    },
  };
}

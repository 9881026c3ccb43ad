import { setTimeout as pause } from 'node:timers/promises';
import type { PlacedElement } from '../placed-element.js';
import { secondsToWait } from './server-status.js';

/** How an Overpass server is asked. */
export interface OverpassOptions {
  /** Address of the server, such as `https://lz4.overpass-api.de/`. */
  readonly address: string;
  /** Seconds between two requests at least. */
  readonly interval: number;
  /** Seconds after which a request is given up. */
  readonly timeout: number;
  /** Milliseconds; only differences matter. */
  readonly clock: () => number;
}

/** The server did not say what there is. The message is for the log and says nothing about where was asked. */
export class OverpassFailure extends Error {}

/** How often one question is asked. */
const attempts = 3;
/** Seconds that a busy server may ask to wait before the question is given up. */
const longestWait = 60;
/** Longest answer that is read; a hundred crowded tiles have a tenth of it. */
const mostBytes = 128 * 1024 * 1024;
/** The rules of public servers ask for a name. */
const userAgent = 'sojourn (travel diary; https://openstreetmap.org/copyright)';

/** Asks one Overpass server, one question at a time and not too often. */
export class OverpassClient {
  readonly #options: OverpassOptions;
  readonly #base: URL;
  #last: Promise<unknown> = Promise.resolve();
  #notBefore = 0;

  constructor(options: OverpassOptions) {
    this.#options = options;
    const { address } = options;
    this.#base = new URL(address.endsWith('/') ? address : `${address}/`);
  }

  /** The elements that answer a question. @throws OverpassFailure */
  ask(question: string): Promise<readonly PlacedElement[]> {
    const answer = this.#last.then(() => this.#ask(question));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #ask(question: string): Promise<readonly PlacedElement[]> {
    for (let attempt = 1; ; attempt++) {
      const { status, text } = await this.#request('api/interpreter', question);
      const elements = elementsOf(text);
      if (elements !== undefined) return elements;
      if (status !== 429 || attempt === attempts) throw new OverpassFailure(`the answer was a ${status}`);
      const wait = secondsToWait((await this.#request('api/status')).text);
      if (wait === undefined || wait > longestWait) throw new OverpassFailure('the server is too busy');
      await pause(wait * 1000);
    }
  }

  async #request(path: string, body?: string): Promise<{ status: number; text: string }> {
    const { interval, timeout, clock } = this.#options;
    const wait = this.#notBefore - clock();
    if (wait > 0) await pause(wait);
    try {
      const response = await fetch(new URL(path, this.#base), {
        method: body === undefined ? 'GET' : 'POST',
        headers: { 'user-agent': userAgent, accept: 'application/json' },
        signal: AbortSignal.timeout(timeout * 1000),
        ...(body === undefined ? {} : { body }),
      });
      return { status: response.status, text: await textOf(response) };
    } catch (error) {
      if (error instanceof OverpassFailure) throw error;
      throw new OverpassFailure('there was no answer', { cause: error });
    } finally {
      this.#notBefore = clock() + interval * 1000;
    }
  }
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new OverpassFailure('the answer was too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The elements of an answer; undefined when it is none, or only a part of one. */
function elementsOf(text: string): readonly PlacedElement[] | undefined {
  try {
    const { elements, remark } = JSON.parse(text) as { elements?: unknown; remark?: unknown };
    // A server that ran out of time says so and sends what it has.
    return Array.isArray(elements) && remark === undefined ? elements.filter(isElement) : undefined;
  } catch {
    return undefined;
  }
}

function isElement(value: unknown): value is PlacedElement {
  const { type, id } = (value ?? {}) as { type?: unknown; id?: unknown };
  return typeof type === 'string' && typeof id === 'number';
}

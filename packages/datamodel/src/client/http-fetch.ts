/** A request as clients make it. */
export interface HttpRequest {
  /** GET when left out. */
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly signal?: AbortSignal;
  /** A redirect to a page that answers 200 must never look like success. */
  readonly redirect?: 'error';
  readonly duplex?: 'half';
}

/** What clients look at in an answer. */
export interface HttpAnswer {
  /** Whether the status is 200 to 299. */
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** The whole body as UTF-8. */
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
  readonly body: { getReader(): BodyReader } | null;
}

/** Reads a body chunk by chunk. */
export interface BodyReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  /** Ends the transfer, unless it has ended already. */
  cancel(): Promise<unknown>;
}

/** How requests are made: the platform's `fetch`, or anything that does as much of it as clients need. */
export type HttpFetch = (url: string, request?: HttpRequest) => Promise<HttpAnswer>;

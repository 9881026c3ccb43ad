import type { ClientRequest } from 'node:http';
import { Stream, Transform } from 'node:stream';
import type { GatewayRequest } from '../exchange/index.js';
import { AttemptError } from './failure.js';

/**
 * The body of a request on its way to a replica. Nothing is read from the client before the connection to the
 * replica stands, so a replica that cannot be reached costs no byte and the next one gets the whole body.
 */
export class ForwardedBody extends Stream {
  readonly #request: GatewayRequest;

  constructor(request: GatewayRequest) {
    super();
    this.#request = request;
  }

  override pipe<T extends NodeJS.WritableStream>(destination: T): T {
    const upstream = destination as unknown as ClientRequest;
    const { framing } = this.#request.exchange;
    if (framing === 'none') {
      upstream.end();
      return destination;
    }
    const { socket } = upstream;
    if (socket?.connecting) {
      socket.once(upstream.protocol === 'https:' ? 'secureConnect' : 'connect', () => this.#flow(upstream));
    } else this.#flow(upstream);
    return destination;
  }

  /** Reads what is left and throws it away, so that the connection to the client can be used again. */
  discard(upstream: ClientRequest): void {
    this.#request.unpipe();
    upstream.destroy();
    this.#request.resume();
  }

  #flow(upstream: ClientRequest): void {
    if (upstream.destroyed) return;
    const { framing, bodyLimit } = this.#request.exchange;
    if (framing === 'length' || bodyLimit === undefined) this.#request.pipe(upstream);
    else this.#request.pipe(limited(bodyLimit, upstream)).pipe(upstream);
  }
}

/** Passes at most so many bytes; one more ends the attempt. */
function limited(limit: number, upstream: ClientRequest): Transform {
  let passed = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      passed += chunk.length;
      if (passed > limit) upstream.destroy(new AttemptError('too-large'));
      else callback(null, chunk);
    },
  });
}

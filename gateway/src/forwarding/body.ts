import type { ClientRequest } from 'node:http';
import { Transform } from 'node:stream';
import type { GatewayRequest } from '../exchange/index.js';
import { BodyTooLarge } from './failure.js';

/**
 * The body of a request on its way to a replica, as the source that httpxy pipes from. Nothing is read from the
 * client before the connection to the replica stands, so a replica that cannot be reached costs no byte and the
 * next one gets the whole body.
 */
export class ForwardedBody {
  readonly #request: GatewayRequest;

  constructor(request: GatewayRequest) {
    this.#request = request;
  }

  /** Sends the body to a replica. */
  pipe(upstream: ClientRequest): ClientRequest {
    if (this.#request.exchange.framing === 'none') upstream.end();
    else if (upstream.socket?.connecting) {
      const connected = upstream.protocol === 'https:' ? 'secureConnect' : 'connect';
      upstream.socket.once(connected, () => this.#flow(upstream));
    } else this.#flow(upstream);
    return upstream;
  }

  /** Throws away what the replica did not want to read, so that the client's connection can be used again. */
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
      if (passed > limit) upstream.destroy(new BodyTooLarge());
      else callback(null, chunk);
    },
  });
}

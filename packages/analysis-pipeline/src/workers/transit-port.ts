import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { TransitStopSource } from '../runner/index.js';

/** A way from a worker thread to the one source of transit stops, which keeps to the limits of servers for all threads. */
export type TransitPort = MessagePort;

type LookUp = TransitStopSource['lookUp'];

/** One question at a time goes through a port. */
type Question = Parameters<LookUp>;
type Answer = Awaited<ReturnType<LookUp>>;

/** A port that a source answers at until its other side is closed. */
export function transitPortTo(source: TransitStopSource): TransitPort {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', ([boxes, settings]: Question) => {
    source.lookUp(boxes, settings).then(
      (answer) => port1.postMessage(answer),
      // A thread that waits has to hear that nobody could be asked.
      () => port1.postMessage(boxes.map(() => undefined)),
    );
  });
  return port2;
}

/** The source at the other side of a port. */
export function transitStopsThrough(port: TransitPort): TransitStopSource {
  return {
    lookUp: (boxes, settings) =>
      new Promise<Answer>((resolve) => {
        port.once('message', resolve);
        port.postMessage([boxes, settings] satisfies Question);
      }),
  };
}

import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { StageOutcome } from '../stages/index.js';

/** A way out of a worker thread for what has become of each stage, while the run goes on. */
export type StagePort = MessagePort;

/** A port whose messages are handed on until its other side is closed. */
export function stagePortTo(onStage: (outcome: StageOutcome) => void): StagePort {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', (outcome: StageOutcome) => onStage(outcome));
  return port2;
}

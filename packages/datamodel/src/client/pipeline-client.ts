import { type DecodedBody, pipelineRoutes, type ResetOutcome, type RunOutcome } from '../http/index.js';
import { type CallOptions, createCaller } from './caller.js';
import type { ServiceClientOptions } from './service-client.js';

/** The pipeline, for services and tools. */
export interface PipelineClient {
  /**
   * Runs the stages for one person and waits for the end; give a `timeout` that fits.
   * @throws SojournError `run-in-progress`
   */
  run(request: DecodedBody<typeof pipelineRoutes.startRun>, options?: CallOptions): Promise<RunOutcome>;
  outcome(run: string, options?: CallOptions): Promise<RunOutcome>;
  /**
   * Takes back what was derived for one person since a time; a run derives it again.
   * @throws SojournError `run-in-progress`, `person-locked`, `not-found`
   */
  reset(
    request: DecodedBody<typeof pipelineRoutes.resetPerson>,
    options?: CallOptions,
  ): Promise<ResetOutcome>;
}

/** A client for the pipeline at `baseUrl`. */
export function createPipelineClient(options: ServiceClientOptions): PipelineClient {
  const { call } = createCaller(options, {
    headers: async () => ({ authorization: `Bearer ${await options.serviceToken()}` }),
  });
  return {
    run: (request, callOptions) => call(pipelineRoutes.startRun, { body: request }, callOptions),
    reset: (request, callOptions) => call(pipelineRoutes.resetPerson, { body: request }, callOptions),
    outcome: (run, callOptions) => call(pipelineRoutes.getRun, { params: { run } }, callOptions),
  };
}

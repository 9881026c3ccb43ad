import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { APIResponse, BrowserContext } from 'playwright-core';
import { program, type Stack } from './stack.testing.js';

/** Makes a token for somebody who runs the server, as they would. */
export async function operatorToken({ data }: Stack): Promise<string> {
  const argv = [program, 'tokens', 'create', '--role', 'operator', '--data', data];
  const { stdout } = await promisify(execFile)(process.execPath, argv);
  return stdout.trim();
}

/** Runs the pipeline for whoever the window is signed in as, until nothing of theirs waits for it. */
export async function runPipeline({ request }: BrowserContext): Promise<void> {
  for (;;) {
    const { waiting } = await jsonOf<{ waiting: { what: string }[] }>(request.get('/v2/waiting'));
    if (!waiting.some(({ what }) => what === 'entries')) return;
    const { id } = await jsonOf<{ id: string }>(request.post('/v2/jobs', { data: { name: 'intake' } }));
    for (;;) {
      const job = await jsonOf<{ ended: number | null; error: unknown }>(request.get(`/v2/jobs/${id}`));
      if (job.error) throw new Error(JSON.stringify(job.error));
      if (job.ended !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function jsonOf<T>(answer: Promise<APIResponse>): Promise<T> {
  return (await (await answer).json()) as T;
}

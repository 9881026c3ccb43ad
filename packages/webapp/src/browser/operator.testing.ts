import type { APIResponse, BrowserContext } from 'playwright-core';

/** Runs the pipeline for whoever the window is signed in as, until nothing of theirs waits for it. */
export async function runPipeline({ request }: BrowserContext): Promise<void> {
  for (;;) {
    const { waiting } = await jsonOf<{ waiting: { what: string }[] }>(request.get('/v2/waiting'));
    if (!waiting.some(({ what }) => what === 'entries')) return;
    await startRun({ request });
  }
}

/** Runs the pipeline once for whoever the window is signed in as, and waits for its end. */
export async function startRun({ request }: Pick<BrowserContext, 'request'>): Promise<void> {
  const { id } = await jsonOf<{ id: string }>(request.post('/v2/jobs', { data: { name: 'intake' } }));
  for (;;) {
    const job = await jsonOf<{ status: string; error: unknown }>(request.get(`/v2/jobs/${id}`));
    if (job.status === 'failed') throw new Error(JSON.stringify(job.error));
    if (job.status === 'done') return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function jsonOf<T>(answer: Promise<APIResponse>): Promise<T> {
  return (await (await answer).json()) as T;
}

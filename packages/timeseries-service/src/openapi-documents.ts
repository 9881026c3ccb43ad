import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@sojourn/service-kit';
import { configOf } from './config.js';
import { openApiDocument } from './openapi.js';
import { createTimeseriesService } from './service.js';

/** The API documents of both listeners as they are committed, by file name. */
export async function openApiDocuments(): Promise<Readonly<Record<string, string>>> {
  const data = await mkdtemp(join(tmpdir(), 'sojourn-openapi-'));
  try {
    const logger = createLogger({ name: 'openapi', level: 'silent' });
    const service = await createTimeseriesService(configOf({ data, compactSeconds: 0 }), { logger });
    const documents = {
      'openapi.public.json': printed(openApiDocument(service.public)),
      'openapi.internal.json': printed(openApiDocument(service.internal)),
    };
    await service.close();
    return documents;
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

function printed(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

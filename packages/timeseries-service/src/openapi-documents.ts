import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allRoutes } from '@sojourn/datamodel/http';
import { createHttpServer, createLogger } from '@sojourn/service-kit';
import type { Logger } from 'pino';
import { configOf } from './config.js';
import { documentRoutes, openApiDocument } from './openapi.js';
import { mount } from './routes/index.js';
import { createTimeseriesService } from './service.js';

/** The API documents of both listeners as they are committed, by file name. */
export async function openApiDocuments(): Promise<Readonly<Record<string, string>>> {
  const data = await mkdtemp(join(tmpdir(), 'sojourn-openapi-'));
  try {
    const logger = createLogger({ name: 'openapi', level: 'silent' });
    const service = await createTimeseriesService(configOf({ data, compactSeconds: 0 }), {
      logger,
      documented: true,
    });
    const documents = {
      'openapi.public.json': printed(
        joined(openApiDocument(service.public), await behindTheSamePort(logger)),
      ),
      'openapi.internal.json': printed(openApiDocument(service.internal)),
    };
    await service.close();
    return documents;
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

/** The routes behind the same port that another service answers: what they declare is all that a document needs. */
async function behindTheSamePort(logger: Logger): Promise<unknown> {
  const app = createHttpServer({ logger });
  await documentRoutes(app, 'public');
  for (const route of allRoutes.filter(({ servedBy }) => servedBy !== undefined)) {
    mount(app, route, () => Promise.reject(new Error('another service answers this route')));
  }
  await app.ready();
  const document = openApiDocument(app);
  await app.close();
  return document;
}

/** One document with the paths of two. */
function joined(document: unknown, other: unknown): unknown {
  const [one, more] = [document, other] as { paths: Record<string, object> }[];
  const paths = new Map(Object.entries(one!.paths));
  for (const [path, methods] of Object.entries(more!.paths)) {
    paths.set(path, { ...paths.get(path), ...methods });
  }
  return { ...one, paths: Object.fromEntries(paths) };
}

function printed(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

import { readFile } from 'node:fs/promises';
import { allRoutes } from '@sojourn/datamodel/http';
import { describe, expect, it } from 'vitest';
import { openApiDocuments } from './openapi-documents.js';

const docs = new URL('../../../docs/', import.meta.url);

describe('the committed API documents', () => {
  it('name every public route, whichever service answers it', async () => {
    const { paths } = JSON.parse((await openApiDocuments())['openapi.public.json']!);
    const documented = Object.values<Record<string, { operationId: string }>>(paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    const declared = allRoutes.filter(({ surface }) => surface === 'reference' || surface === 'public');
    expect(documented).toEqual(expect.arrayContaining(declared.map(({ id }) => id)));
  });

  it('are what the routes declare (else: npm run openapi -w packages/timeseries-service after a build)', async () => {
    for (const [name, text] of Object.entries(await openApiDocuments())) {
      const committed = JSON.parse(await readFile(new URL(name, docs), 'utf8'));
      expect(committed, name).toEqual(JSON.parse(text));
    }
  });

  it('name every operation once and need a token where the route does', async () => {
    for (const text of Object.values(await openApiDocuments())) {
      const { paths, openapi } = JSON.parse(text);
      expect(openapi).toBe('3.1.0');
      const operations = Object.values<Record<string, { operationId?: string; security?: unknown }>>(
        paths,
      ).flatMap((methods) => Object.values(methods));
      const ids = operations.map(({ operationId }) => operationId);
      expect(ids).not.toContain(undefined);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});

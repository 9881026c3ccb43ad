import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { allRoutes, serviceScopes } from './index.js';

const document = await readFile(new URL('../../../../docs/api.md', import.meta.url), 'utf8');
const rows = document.split('\n').filter((line) => /^\| `(?:[A-Z]+ )?\//.test(line));

describe('docs/api.md', () => {
  it.each(allRoutes.map((route) => [route.id, route] as const))('has a row for %s', (_, route) => {
    const address = route.surface === 'reference' ? route.path : `${route.method} ${route.path}`;
    const row = rows.find((line) => line.startsWith(`| \`${address}\` |`));
    expect(row).toBeDefined();
    const isScope = (serviceScopes as readonly string[]).includes(route.caller);
    if (isScope) expect(row).toContain(`| \`${route.caller}\` |`);
  });

  it('has no row for a route that does not exist', () => {
    expect(rows).toHaveLength(allRoutes.length);
  });
});

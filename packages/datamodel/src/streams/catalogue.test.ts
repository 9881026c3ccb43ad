import { expect, it } from 'vitest';
import { renderStreamCatalogue, standardStreams } from './index.js';

// Run with `-u` to write the page anew after a change of the schemas.
it('the catalogue in the documentation is current', async () => {
  await expect(renderStreamCatalogue(standardStreams)).toMatchFileSnapshot('../../../../docs/streams.md');
});

it('lists every key', () => {
  const page = renderStreamCatalogue(standardStreams);
  for (const { key } of standardStreams.streams) expect(page).toContain(`## ${key}\n`);
});

import { internalRoutes } from '@sojourn/datamodel/http';
import type { HttpServer } from '@sojourn/service-kit';
import type { ImportOutcome, QuarantinedItem } from '../../timeseries/index.js';
import type { RouteContext } from '../context.js';
import { mount } from '../mount.js';
import { batchesOf } from './import-body.js';

/** `POST /v1/people/…/import`: entries in server form, committed in batches as they arrive. */
export function importRoutes(app: HttpServer, { store, config }: RouteContext): void {
  mount(
    app,
    internalRoutes.importEntries,
    async (request) => {
      const person = store.person(request.params.person);
      let total: ImportOutcome = { inserted: 0, replaced: 0, unchanged: 0, quarantined: [] };
      let seen = 0;
      for await (const batch of batchesOf(request.body)) {
        total = sum(total, await person.import(batch), seen);
        seen += batch.length;
      }
      return total;
    },
    { checkBody: false, bodyLimit: config.uploadBytes },
  );
}

/** Adds the outcome of a batch whose first entry is number `offset` of the body. */
function sum(total: ImportOutcome, batch: ImportOutcome, offset: number): ImportOutcome {
  const moved = batch.quarantined.map((item): QuarantinedItem => ({ ...item, index: item.index + offset }));
  return {
    inserted: total.inserted + batch.inserted,
    replaced: total.replaced + batch.replaced,
    unchanged: total.unchanged + batch.unchanged,
    quarantined: [...total.quarantined, ...moved],
  };
}

import { Readable } from 'node:stream';
import { internalRoutes } from '@sojourn/datamodel/http';
import { stringifyWire } from '@sojourn/datamodel/wire';
import { decode, type HttpServer } from '@sojourn/service-kit';
import type { Lease, PersonTimeseries, UsercacheRow } from '../../timeseries/index.js';
import { RenderedAnswer, wantsLines } from '../answer.js';
import type { RouteContext } from '../context.js';
import { mount } from '../mount.js';
import { commitOf } from './commit-body.js';

const NDJSON = 'application/x-ndjson; charset=utf-8';

/** `/v1/people/…/usercache`, `lease` and `commit`: what one run of the pipeline needs. */
export function runRoutes(app: HttpServer, { store, config }: RouteContext): void {
  mount(app, internalRoutes.readUsercache, async (request) => {
    const { after, limit } = decode(internalRoutes.readUsercache.query, request.query);
    const rows = await store.person(request.params.person).usercache(after, limit);
    return wantsLines(request) ? new RenderedAnswer(NDJSON, Readable.from(linesOf(rows))) : { rows };
  });

  mount(app, internalRoutes.acquireLease, async (request) => {
    const person = store.person(request.params.person);
    const { owner, ttl } = request.body;
    return leaseAnswer(person, await person.acquireLease(owner, ttl * 1000));
  });

  mount(app, internalRoutes.renewLease, async (request) => {
    const person = store.person(request.params.person);
    const { fence, ttl } = request.body;
    return leaseAnswer(person, await person.renewLease(fence, ttl * 1000));
  });

  mount(app, internalRoutes.releaseLease, async (request) => {
    const { fence } = decode(internalRoutes.releaseLease.query, request.query);
    await store.person(request.params.person).releaseLease(fence);
  });

  mount(
    app,
    internalRoutes.commitChanges,
    (request) => store.person(request.params.person).commit(commitOf(request.body)),
    { bodyLimit: config.uploadBytes },
  );
}

function* linesOf(rows: readonly UsercacheRow[]): Generator<string> {
  for (const row of rows) yield `${stringifyWire(row)}\n`;
}

async function leaseAnswer(person: PersonTimeseries, { fence, expires }: Lease) {
  const { sequence } = await person.summary();
  return { fence, expires: expires / 1000, sequence };
}

import { internalRoutes } from '@sojourn/datamodel/http';
import { decode, type HttpServer } from '@sojourn/service-kit';
import type { GrantedLease } from '../../timeseries/index.js';
import { valuesAnswer, wantsLines } from '../answer.js';
import type { RouteContext } from '../context.js';
import { mount } from '../mount.js';
import { commitOf } from './commit-body.js';
import { rowsAnswer, wantsRows } from './rows-body.js';

/** `/v1/people/…/usercache`, `run`, `lease` and `commit`: what one run of the pipeline needs. */
export function runRoutes(app: HttpServer, { store, config }: RouteContext): void {
  mount(app, internalRoutes.readUsercache, async (request) => {
    const { after, limit } = decode(internalRoutes.readUsercache.query, request.query);
    const rows = await store.person(request.params.person).usercache(after, limit);
    return wantsLines(request) ? valuesAnswer(rows) : { rows };
  });

  mount(app, internalRoutes.beginRun, async (request) => {
    const { owner, ttl, limit, resume } = request.body;
    const begun = await store.person(request.params.person).beginRun(owner, ttl * 1000, limit, resume);
    const { usercache, ...rest } = { ...begun, lease: leaseAnswer(begun.lease) };
    return wantsRows(request)
      ? rowsAnswer({ ...rest, usercache: usercache.columns() }, internalRoutes.runBeginningLists)
      : { ...rest, usercache: usercache.rows() };
  });

  mount(app, internalRoutes.listUsercacheKeys, async (request) => ({
    keys: await store.person(request.params.person).usercacheKeys(request.query.type),
  }));

  mount(app, internalRoutes.acquireLease, async (request) => {
    const { owner, ttl, heldFor } = request.body;
    const heldForMs = heldFor === undefined ? undefined : heldFor * 1000;
    return leaseAnswer(await store.person(request.params.person).acquireLease(owner, ttl * 1000, heldForMs));
  });

  mount(app, internalRoutes.renewLease, async (request) => {
    const { fence, ttl } = request.body;
    return leaseAnswer(await store.person(request.params.person).renewLease(fence, ttl * 1000));
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

function leaseAnswer({ fence, expires, sequence }: GrantedLease) {
  return { fence, expires: expires / 1000, sequence };
}

import { referenceRoutes } from '@sojourn/datamodel/http';
import type { UploadItem } from '@sojourn/datamodel/wire';
import type { HttpServer } from '@sojourn/service-kit';
import type { FastifyRequest } from 'fastify';
import { newerConfiguration } from '../../deployment/index.js';
import { marksOfCall, marksOfUpload } from '../../profile/index.js';
import type { PutOptions } from '../../timeseries/index.js';
import { callerOf, personOf } from '../access.js';
import type { RouteContext } from '../context.js';
import { mount } from '../mount.js';
import { putAnswer, putoneAnswer } from './put-answer.js';
import { acceptUploads, uploadOf } from './upload.js';

/** `/usercache/…`: what phones upload, and what the server has for them. */
export function usercacheRoutes(app: HttpServer, context: RouteContext): void {
  const { store, study, clock, config, metrics } = context;

  const put = async (request: FastifyRequest, items: readonly UploadItem[], options: PutOptions) => {
    const path = request.routeOptions.url ?? '';
    const values = items.map(({ value }) => value);
    const now = clock() / 1000;
    const marks = { ...marksOfCall(path, now), ...marksOfUpload(values, now) };
    const outcome = await store.person(personOf(request)).put(items, { ...options, marks });
    metrics.countUpload(outcome);
    return outcome;
  };

  app.register(async (uploads: HttpServer) => {
    acceptUploads(uploads, { member: 'phone_to_server', single: false });
    mount(
      uploads,
      referenceRoutes.usercachePut,
      async (request) => {
        const { members, items } = uploadOf(request);
        const { token, suspended } = callerOf(request);
        const outcome = await put(request, items, { suspended });
        return putAnswer(outcome, newerConfiguration(study, token, members));
      },
      { checkBody: false, bodyLimit: config.uploadBytes },
    );
  });

  app.register(async (uploads: HttpServer) => {
    acceptUploads(uploads, { member: 'the_entry', single: true });
    mount(
      uploads,
      referenceRoutes.usercachePutone,
      async (request) => putoneAnswer(await put(request, uploadOf(request).items, {})),
      { checkBody: false, bodyLimit: config.uploadBytes },
    );
  });

  mount(app, referenceRoutes.usercacheGet, async () => ({ server_to_phone: [] }));
}

import { SojournError } from '@sojourn/datamodel';
import { DEFAULT_PAGE_SIZE, MAXIMUM_PAGE_SIZE, publicRoutes } from '@sojourn/datamodel/http';
import { type Connection, decode, type HttpServer, routeOf } from '@sojourn/service-kit';
import { type JobDesk, jobOf, parameterSchema } from '../jobs/index.js';
import { identify, jobCallerOf } from './job-caller.js';
import { addJobProgress, type ProgressParts } from './job-progress.js';

/** What the routes for jobs need. */
export interface JobRouteParts extends ProgressParts {
  /** The public side of the timeseries service. */
  readonly timeseries: Connection;
}

/** `/v2/jobs`, and the same as `/jobs`: ask for jobs, see how they go, call them off. */
export async function addJobRoutes(api: HttpServer, { timeseries, ...parts }: JobRouteParts): Promise<void> {
  await api.register(async (scope: HttpServer) => {
    scope.decorateRequest('jobCaller', null);
    scope.addHook('preValidation', async (request) => {
      request.jobCaller = await identify(request, timeseries);
    });
    await addJobProgress(scope, parts);
    mountJobRoutes(scope, parts.desk, (path) => path);
    mountJobRoutes(scope, parts.desk, (path) => path.replace(/^\/v2/, ''));
    mountRetryRoutes(scope, parts.desk);
  });
}

function mountJobRoutes(api: HttpServer, desk: JobDesk, at: (path: string) => string): void {
  const { startJob, listJobs, listJobDefinitions, getJob, cancelJob } = publicRoutes;
  api.route({
    ...routeOf(startJob),
    url: at(startJob.path),
    handler: async (request, reply) => {
      const { name, parameters = {}, idempotencyKey = headerKey(request.headers) } = request.body;
      const asked = { name, parameters, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) };
      return reply.code(startJob.status).send(jobOf(await desk.submit(asked, jobCallerOf(request))));
    },
  });
  api.route({
    ...routeOf(listJobs),
    url: at(listJobs.path),
    handler: async (request) => {
      const { after, limit = DEFAULT_PAGE_SIZE, name, status } = decode(listJobs.query, request.query);
      const filter = { ...(name === undefined ? {} : { name }), ...(status === undefined ? {} : { status }) };
      const most = Math.max(1, Math.min(limit, MAXIMUM_PAGE_SIZE));
      const { records, next } = await desk.list(jobCallerOf(request), filter, after, most);
      return { jobs: records.map(jobOf), next };
    },
  });
  api.route({
    ...routeOf(listJobDefinitions),
    url: at(listJobDefinitions.path),
    handler: async (request) => ({
      definitions: desk.definitionsFor(jobCallerOf(request)).map((definition) => {
        const { name, description, roles } = definition;
        return { name, description, roles: [...roles], parameters: parameterSchema(definition) };
      }),
    }),
  });
  api.route({
    ...routeOf(getJob),
    url: at(getJob.path),
    handler: async (request) => jobOf(await desk.get(request.params.job, jobCallerOf(request))),
  });
  api.route({
    ...routeOf(cancelJob),
    url: at(cancelJob.path),
    handler: async (request) => jobOf(await desk.cancel(request.params.job, jobCallerOf(request))),
  });
}

/** A retry is a job; these are the buttons for it. */
function mountRetryRoutes(api: HttpServer, desk: JobDesk): void {
  const { retryOwn, retryPerson } = publicRoutes;
  api.route({
    ...routeOf(retryOwn),
    handler: async (request, reply) => {
      const caller = jobCallerOf(request);
      if (caller.person === null) throw new SojournError('person-unknown');
      return reply.code(retryOwn.status).send(jobOf(await desk.submitOnce('retry', caller.person, caller)));
    },
  });
  api.route({
    ...routeOf(retryPerson),
    handler: async (request, reply) => {
      const caller = jobCallerOf(request);
      if (caller.role !== 'operator') throw new SojournError('role-insufficient');
      const { person } = request.params;
      return reply.code(retryPerson.status).send(jobOf(await desk.submitOnce('retry', person, caller)));
    },
  });
}

function headerKey({ 'idempotency-key': key }: Readonly<Record<string, unknown>>): string | undefined {
  return typeof key === 'string' && key !== '' ? key.slice(0, 256) : undefined;
}

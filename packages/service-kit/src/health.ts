import type { FastifyInstance } from 'fastify';

/** Resolves while all is well, throws otherwise. */
export type HealthCheck = () => Promise<void> | void;

/** Where a supervisor or the gateway asks whether a process is well. */
export const HEALTH_PATH = '/healthz';

type Host = Pick<FastifyInstance, 'route'>;

/**
 * Adds `GET /healthz`: 200 `{"status":"ok"}`, or 503 with the names of the checks that failed. Reasons go to
 * the log only, since anybody may ask.
 */
export function addHealth(app: Host, checks: Readonly<Record<string, HealthCheck>>): void {
  app.route({
    method: 'GET',
    url: HEALTH_PATH,
    handler: async (request, reply) => {
      const failed: string[] = [];
      for (const [name, check] of Object.entries(checks)) {
        try {
          await check();
        } catch (error) {
          request.log.warn({ err: error, check: name }, 'health check failed');
          failed.push(name);
        }
      }
      reply.header('cache-control', 'no-store');
      if (failed.length === 0) return { status: 'ok' };
      return reply.code(503).send({ status: 'failing', failed });
    },
  });
}

import websocket, { type WebSocket } from '@fastify/websocket';
import { publicRoutes } from '@sojourn/datamodel/http';
import { type HttpServer, schemaOf } from '@sojourn/service-kit';
import type { JobCaller, JobDesk, JobRecord, JobWorker } from '../jobs/index.js';
import { hasEnded, jobOf } from '../jobs/index.js';
import { jobCallerOf } from './job-caller.js';

export interface ProgressParts {
  readonly desk: JobDesk;
  readonly worker: JobWorker;
}

/** Milliseconds between two looks at a job that another process works on. */
const lookEvery = 1000;
/** Milliseconds for which changes are gathered. */
const gatherFor = 100;
/** Milliseconds between signs of life, which keep proxies from closing a quiet connection. */
const pingEvery = 25_000;
/** Bytes that may wait for a slow reader before changes are left out. */
const mostWaiting = 1024 * 1024;

const path = publicRoutes.jobProgressPath;
const params = schemaOf(publicRoutes.getJob.params);

/** The WebSocket on which a job's progress is followed. Who may not see the job is refused before it opens. */
export async function addJobProgress(api: HttpServer, parts: ProgressParts): Promise<void> {
  await api.register(websocket, { options: { maxPayload: 1024 } });
  for (const url of [path, path.replace(/^\/v2/, '')]) {
    api.get<{ Params: { job: string } }>(
      url,
      {
        websocket: true,
        schema: { params },
        preHandler: async (request) => {
          await parts.desk.get(request.params.job, jobCallerOf(request));
        },
      },
      (socket, request) => follow(socket, request.params.job, jobCallerOf(request), parts),
    );
  }
}

function follow(socket: WebSocket, id: string, caller: JobCaller, { desk, worker }: ProgressParts): void {
  let sent = '';
  let latest: JobRecord | undefined;
  let gathering: NodeJS.Timeout | undefined;
  let isLooking = false;

  const send = (): void => {
    gathering = undefined;
    if (latest === undefined || socket.readyState !== socket.OPEN) return;
    const ended = hasEnded(latest);
    const text = JSON.stringify(jobOf(latest));
    if (text !== sent && (ended || socket.bufferedAmount < mostWaiting)) socket.send(text);
    sent = text;
    if (ended) socket.close(1000);
  };
  const note = (record: JobRecord): void => {
    latest = record;
    if (hasEnded(record)) send();
    else gathering ??= setTimeout(send, gatherFor);
  };
  const look = async (): Promise<void> => {
    if (isLooking || worker.isRunning(id)) return;
    isLooking = true;
    try {
      const record = await desk.get(id, caller);
      // What is written down lags behind what the worker here tells, which may have begun meanwhile.
      if (!worker.isRunning(id)) note(record);
    } catch {
      // The store may be back at the next look; only what was seen is told.
    }
    isLooking = false;
  };

  const unwatch = worker.watch(id, note);
  const looking = setInterval(() => void look(), lookEvery);
  const pinging = setInterval(() => socket.ping(), pingEvery);
  socket.on('close', () => {
    unwatch();
    clearInterval(looking);
    clearInterval(pinging);
    clearTimeout(gathering);
  });
  socket.on('error', () => socket.terminate());
  void look();
}

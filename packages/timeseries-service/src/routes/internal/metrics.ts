import { type HttpServer, processMetrics } from '@sojourn/service-kit';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { PutOutcome, TimeseriesStore } from '../../timeseries/index.js';

/** What one service counts about itself; nothing in it names a person or a place. */
export interface Metrics {
  readonly contentType: string;
  /** Times the requests of a listener by route pattern. */
  observe(app: HttpServer, listener: 'public' | 'internal'): void;
  countUpload(outcome: PutOutcome): void;
  /** Everything, in the text format of Prometheus. */
  text(): Promise<string>;
  close(): void;
}

/** @param ofProcess whether to add memory, CPU time and garbage collection of the whole process */
export function createMetrics(store: Pick<TimeseriesStore, 'figures'>, ofProcess: boolean): Metrics {
  const registry = new Registry();
  if (ofProcess) collectDefaultMetrics({ ...processMetrics, register: registry });
  const requests = new Histogram({
    name: 'sojourn_request_seconds',
    help: 'Time from request to answer',
    labelNames: ['listener', 'method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers: [registry],
  });
  const entries = new Counter({
    name: 'sojourn_uploaded_entries_total',
    help: 'Uploaded entries by what became of them',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const damaged = new Gauge({
    name: 'sojourn_damaged_persons',
    help: 'People in whose data damage was noticed since the start',
    registers: [registry],
  });
  const bytes = new Gauge({
    name: 'sojourn_store_bytes',
    help: 'Size of the store: pages in use, and the files',
    labelNames: ['of'],
    registers: [registry],
    async collect() {
      const { livePages, pageSize, fileBytes, damagedPersons } = await store.figures();
      damaged.set(damagedPersons);
      bytes.set({ of: 'pages' }, livePages * pageSize);
      bytes.set({ of: 'files' }, fileBytes);
    },
  });

  return {
    contentType: registry.contentType,
    observe(app, listener) {
      app.addHook('onResponse', async (request, reply) => {
        const route = request.routeOptions.url ?? 'none';
        const labels = { listener, method: request.method, route, status: String(reply.statusCode) };
        requests.observe(labels, reply.elapsedTime / 1000);
      });
    },
    countUpload({ stored, unchanged, superseded, quarantined }) {
      entries.inc({ outcome: 'stored' }, stored);
      entries.inc({ outcome: 'unchanged' }, unchanged);
      entries.inc({ outcome: 'superseded' }, superseded);
      entries.inc({ outcome: 'quarantined' }, quarantined.length);
    },
    text: () => registry.metrics(),
    close: () => registry.clear(),
  };
}

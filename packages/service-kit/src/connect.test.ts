import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createServiceClient } from '@sojourn/datamodel/client';
import { internalRoutes } from '@sojourn/datamodel/http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, connect } from './connect.js';
import { createHttpServer, type HttpServer } from './http-server.js';
import { listen } from './listen.js';
import { createLogger } from './logger.js';
import { routeOf } from './route.js';
import { requireServiceToken } from './service-caller.js';
import { createServiceTokenAuthority, type ServiceTokenAuthority } from './service-token.js';

const person = 'a42edbb7bacb4b009ebb7739af272d77';
const entry = (number: number) => ({
  _id: { $oid: number.toString(16).padStart(24, '0') },
  user_id: { $uuid: person },
  metadata: { key: 'background/location', write_ts: number },
  data: { ts: number },
});

let folder: string;
let app: HttpServer;
let authority: ServiceTokenAuthority;
let connection: Connection;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'connect-'));
  authority = await createServiceTokenAuthority(join(folder, 'key'));
  app = createHttpServer({ logger: createLogger({ name: 'test', level: 'silent' }), bodyLimit: 1e9 });
  app.addHook('onRequest', requireServiceToken(authority, { audience: 'timeseries' }));
});

afterEach(async () => {
  await connection.close();
  await app.close();
  await rm(folder, { recursive: true });
});

async function clientOf() {
  connection = connect(await listen(app, `unix:${folder}/run.sock`));
  const serviceToken = authority.source({ subject: 'test', audience: 'timeseries', scope: ['entries:read'] });
  return createServiceClient({ ...connection, serviceToken });
}

describe('a typed client over a unix socket', () => {
  it('streams entries both ways', async () => {
    let received = 0;
    app.addContentTypeParser('application/x-ndjson', async (_: unknown, payload: Readable) => payload);
    const { method, url } = routeOf(internalRoutes.importEntries);
    app.route({
      method,
      url,
      handler: async (request) => {
        for await (const chunk of request.body as Readable) received += String(chunk).split('\n').length - 1;
        return { inserted: received, replaced: 0, unchanged: 0, quarantined: [] };
      },
    });
    const query = routeOf(internalRoutes.queryPersonEntries);
    app.route({
      method: query.method,
      url: query.url,
      handler: async (_, reply) => {
        const lines = function* () {
          for (let number = 0; number < 20_000; number += 1) yield `${JSON.stringify(entry(number))}\n`;
        };
        return reply.type('application/x-ndjson').send(Readable.from(lines()));
      },
    });
    const client = (await clientOf()).person(person);
    async function* source() {
      for (let number = 0; number < 20_000; number += 1) yield entry(number);
    }
    expect(await client.import(source())).toMatchObject({ inserted: 20_000 });
    let count = 0;
    for await (const entries of client.streamEntries({ keys: null })) {
      expect(entries[0]).toEqual(entry(count));
      count += entries.length;
    }
    expect(count).toBe(20_000);
  });

  it('turns problems into errors of the catalogue', async () => {
    app.route({
      ...routeOf(internalRoutes.getPerson),
      handler: async () => {
        throw new Error('unforeseen');
      },
    });
    const client = await clientOf();
    await expect(client.person(person).summary()).rejects.toMatchObject({ code: 'internal' });
    await expect(client.figures()).rejects.toMatchObject({ code: 'not-found' });
    await expect(
      createServiceClient({ ...connection, serviceToken: () => 'x' }).figures(),
    ).rejects.toMatchObject({
      code: 'service-token-invalid',
    });
  });
});

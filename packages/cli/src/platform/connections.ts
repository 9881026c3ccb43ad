import {
  createClient,
  createPipelineClient,
  createServiceClient,
  type PipelineClient,
  type ServiceClient,
  type SojournClient,
} from '@sojourn/datamodel/client';
import { serviceScopes } from '@sojourn/datamodel/http';
import { type Connection, connect, createServiceTokenAuthority } from '@sojourn/service-kit';
import { type Places, placesOf } from './services.js';

/** Ways to the running services of a data folder, for whoever may read its keys. */
export interface Connections {
  readonly timeseries: ServiceClient;
  readonly pipeline: PipelineClient;
  /** The public API as one person sees it, without the gateway. */
  readonly participant: (token: string) => SojournClient;
  /** The public API of jobs and results as the bearer of a token sees it, without the gateway. */
  readonly jobs: (token: string) => SojournClient;
  close(): Promise<void>;
}

/** Connects to the sockets of a data folder. Nothing is sent before the first call. */
export function openConnections(data: string): Promise<Connections> {
  return openConnectionsTo(placesOf(data));
}

/** Connects to services wherever they are. Nothing is sent before the first call. */
export async function openConnectionsTo(places: Places): Promise<Connections> {
  const authority = await createServiceTokenAuthority(places.serviceTokenFile);
  const connections: Connection[] = [];
  const open = (address: string): Connection => {
    const connection = connect(address);
    connections.push(connection);
    return connection;
  };
  const as = (audience: string) => ({
    serviceToken: authority.source({ subject: 'cli', audience, scope: serviceScopes }),
  });
  return {
    timeseries: createServiceClient({ ...open(places.timeseriesInternal), ...as('timeseries') }),
    pipeline: createPipelineClient({ ...open(places.pipeline), ...as('pipeline') }),
    participant: (token) => createClient({ ...open(places.timeseriesPublic), token }),
    jobs: (token) => createClient({ ...open(places.pipeline), token }),
    close: async () => {
      await Promise.all(connections.map((connection) => connection.close()));
    },
  };
}

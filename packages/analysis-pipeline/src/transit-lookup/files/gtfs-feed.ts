import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { TransitRoute } from '../../stages/index.js';
import { routeKind, stopTags } from './gtfs-routes.js';
import type { PlacedStop } from './stop-index.js';

/** The tables of a feed. */
export interface FeedTables {
  /** Tells feeds apart, whose ids are their own. */
  readonly feed: string;
  /** Undefined for a table that the feed does not have. */
  open(table: string): Promise<Readable | undefined>;
}

type Row<Column extends string> = Readonly<Partial<Record<Column, string>>>;

/**
 * The stops of a GTFS feed with the routes that serve them. A feed that is no more than its `stops.txt` says of no stop
 * which lines meet there, so that only stops with a `vehicle_type` tell anything.
 * @throws Error when a table cannot be read, or there is none of stops
 */
export async function readGtfsFeed(tables: FeedTables): Promise<PlacedStop[]> {
  const routes = await routesByStop(tables);
  const stops: PlacedStop[] = [];
  const columns = ['stop_id', 'stop_lat', 'stop_lon', 'vehicle_type'] as const;
  const found = await eachRow(tables, 'stops.txt', columns, (row) => {
    const [latitude, longitude] = [degrees(row.stop_lat), degrees(row.stop_lon)];
    if (row.stop_id === undefined || latitude === undefined || longitude === undefined) return;
    stops.push({
      stop: {
        id: `${tables.feed} ${row.stop_id}`,
        tags: stopTags(row.vehicle_type),
        routes: [...(routes.get(row.stop_id) ?? [])],
      },
      extent: {
        minimumLatitude: latitude,
        minimumLongitude: longitude,
        maximumLatitude: latitude,
        maximumLongitude: longitude,
      },
    });
  });
  if (!found) throw new Error('the feed has no stops.txt');
  return stops;
}

async function routesByStop(tables: FeedTables): Promise<Map<string, ReadonlySet<TransitRoute>>> {
  const routes = new Map<string, TransitRoute>();
  await eachRow(tables, 'routes.txt', ['route_id', 'route_type', 'agency_id'], (row) => {
    const kind = routeKind(row.route_type);
    if (row.route_id === undefined || kind === undefined) return;
    // Lines of one agency are one network, as rails of one operator are.
    const tags = { type: 'route', route: kind, network: `${tables.feed} ${row.agency_id ?? ''}` };
    routes.set(row.route_id, { id: `${tables.feed} ${row.route_id}`, tags });
  });
  const routeOfTrip = new Map<string, TransitRoute>();
  await eachRow(tables, 'trips.txt', ['route_id', 'trip_id'], ({ route_id, trip_id }) => {
    const route = routes.get(route_id ?? '');
    if (route !== undefined && trip_id !== undefined) routeOfTrip.set(trip_id, route);
  });
  const byStop = new Map<string, Set<TransitRoute>>();
  await eachRow(tables, 'stop_times.txt', ['trip_id', 'stop_id'], ({ trip_id, stop_id }) => {
    const route = routeOfTrip.get(trip_id ?? '');
    if (route === undefined || stop_id === undefined) return;
    const known = byStop.get(stop_id);
    if (known === undefined) byStop.set(stop_id, new Set([route]));
    else known.add(route);
  });
  return byStop;
}

/** Reads some columns of a table. @returns whether there is such a table */
async function eachRow<Column extends string>(
  tables: FeedTables,
  table: string,
  columns: readonly Column[],
  take: (row: Row<Column>) => void,
): Promise<boolean> {
  const source = await tables.open(table);
  if (source === undefined) return false;
  const wanted: ReadonlySet<string> = new Set(columns);
  const parser = parse({
    columns: (header: string[]) => header.map((name) => (wanted.has(name.trim()) ? name.trim() : false)),
    bom: true,
    trim: true,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  source.on('error', (error) => parser.destroy(error));
  for await (const row of source.pipe(parser)) take(row as Row<Column>);
  return true;
}

function degrees(text: string | undefined): number | undefined {
  const value = text === undefined || text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

import { type Entry, type EntryData, SojournError } from '@sojourn/datamodel';
import { isPoint, type Point, type Position, point } from '@sojourn/datamodel/geo';
import { MotionType } from '@sojourn/datamodel/streams';
import type { EntryReader } from './entry-reader.js';
import { sourceKeys } from './keys.js';
import type { LocalDateBounds, LocalDateSpan } from './local-date-span.js';
import { isInRegion, type Region } from './region.js';

/** When: between two Unix times, both included, or by the components of the local date. */
export type HeatmapTime = { readonly start: number; readonly end: number } | LocalDateSpan;

export interface HeatmapSelection {
  readonly time: HeatmapTime;
  /** Null: everywhere. */
  readonly region: Region | null;
}

/**
 * Where a person went, one position `[longitude, latitude]` every 30 seconds, in order of time.
 * @param modes names of sensed modes, such as `BICYCLING`; null for all of them
 * @throws SojournError `request-invalid` when a mode is unknown
 */
export async function modeHeatmap(
  reader: EntryReader,
  { time, region }: HeatmapSelection,
  modes: readonly string[] | null,
): Promise<{ lnglat: Position[] }> {
  const codes = modes === null ? null : new Set(modes.map(codeOf));
  const entries = await read(reader, sourceKeys.way, time);
  const positions = entries
    .filter(({ data }) => codes === null || codes.has(data.mode as number))
    .map(({ data }) => data.loc)
    .filter(isPoint)
    .map(({ coordinates }): Position => coordinates);
  return { lnglat: positions.filter((position) => region === null || isInRegion(position, region)) };
}

/** The incidents that a person reported, in order of time. */
export async function incidentHeatmap(
  reader: EntryReader,
  { time, region }: HeatmapSelection,
): Promise<{ incidents: EntryData[] }> {
  const entries = await read(reader, sourceKeys.incident, time);
  const isThere = (entry: Entry): boolean => {
    const location = locationOf(entry);
    return location !== undefined && isInRegion(location.coordinates, region!);
  };
  return { incidents: entries.filter((entry) => region === null || isThere(entry)).map(({ data }) => data) };
}

function read(reader: EntryReader, key: string, time: HeatmapTime): Promise<readonly Entry[]> {
  if ('start' in time) return reader.window({ key, field: 'data.ts', ...time });
  return reader.span({ key, field: 'data.local_dt', from: daysOf(time.from), to: daysOf(time.to) });
}

/** Bounds without the time of day: callers send a whole local date, and midnight alone would match nothing useful. */
function daysOf({ hour, minute, second, ...days }: LocalDateBounds): LocalDateBounds {
  return days;
}

function codeOf(mode: string): number {
  const code: number | undefined = Object.hasOwn(MotionType, mode)
    ? MotionType[mode as keyof typeof MotionType]
    : undefined;
  if (code !== undefined) return code;
  throw new SojournError('request-invalid', { errors: [{ path: 'modes', code: 'invalid' }] });
}

/** Where an entry is. One that no run has converted yet has its position as two numbers. */
function locationOf({ data: { loc, longitude, latitude } }: Entry): Point | undefined {
  if (isPoint(loc)) return loc;
  return typeof longitude === 'number' && typeof latitude === 'number'
    ? point(longitude, latitude)
    : undefined;
}

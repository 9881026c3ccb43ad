import type { Entry } from '@sojourn/datamodel';
import { BluetoothEvent } from '@sojourn/datamodel/streams';
import type { Vehicle } from '../../settings/index.js';

const hexadecimal = (value: unknown): string => Number(value).toString(16).padStart(2, '0');

/**
 * The vehicle whose beacon was heard most often during a stretch, the first heard of equals; null without any.
 * @param heard beacon entries of the trip
 */
export function vehicleDuring(
  start: number,
  end: number,
  heard: readonly Entry[],
  vehicles: readonly Vehicle[],
): Vehicle | null {
  const counts = new Map<string, number>();
  for (const { data } of heard) {
    const { ts, eventType, major, minor } = data as Record<string, number>;
    if (!(ts! >= start && ts! <= end)) continue;
    if (eventType !== BluetoothEvent.RANGE_UPDATE && (eventType as unknown) !== 'RANGE_UPDATE') continue;
    const beacon = `${hexadecimal(major)}:${hexadecimal(minor)}`;
    counts.set(beacon, (counts.get(beacon) ?? 0) + 1);
  }
  let loudest: string | undefined;
  for (const [beacon, count] of counts) {
    if (loudest === undefined || count > counts.get(loudest)!) loudest = beacon;
  }
  if (loudest === undefined) return null;
  return vehicles.find(({ bluetooth_major_minor: beacons }) => beacons?.includes(loudest)) ?? null;
}

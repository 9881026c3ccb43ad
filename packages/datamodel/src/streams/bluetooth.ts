import { z } from 'zod';
import { defineStream } from '../stream.js';
import { BluetoothEvent } from './enums.js';
import { code, quantity, text, timestamp } from './fields.js';
import { writtenInstant } from './times.js';

const beacon = {
  uuid: text('uuid of the beacon, in the case in which it was sent'),
  major: quantity('', 'deployment, 0 to 65535').nullable().optional(),
  minor: quantity('', 'vehicle, 0 to 65535').nullable().optional(),
  proximity: text('`ProximityImmediate`, `ProximityNear`, `ProximityFar` or `ProximityUnknown`')
    .nullable()
    .optional(),
  accuracy: quantity('m', 'estimated distance').nullable().optional(),
  rssi: quantity('dBm', 'signal strength').nullable().optional(),
};

export const bluetooth = z.looseObject({
  ...writtenInstant,
  eventType: code(BluetoothEvent, 'what happened'),
  ...beacon,
});
export type Bluetooth = z.infer<typeof bluetooth>;

export const bluetoothStream = defineStream({
  key: 'background/bluetooth_ble',
  title: 'Bluetooth beacon',
  description: 'Beacons of vehicles, in fleet deployments.',
  data: bluetooth,
  phone: z.looseObject({
    ...beacon,
    eventType: z.union([z.string(), z.number()]),
    ts: timestamp('time of the reading').nullable().optional(),
  }),
  nullable: ['major', 'minor', 'proximity', 'accuracy', 'rssi'],
  deduplicate: ['eventType', 'major', 'minor', 'accuracy', 'rssi', 'ts'],
});

/** The pair by which deployments list a vehicle: major and minor as four hexadecimal digits each. */
export function beaconPair(major: number, minor: number): string {
  const digits = (value: number): string => value.toString(16).padStart(4, '0');
  return `${digits(major)}:${digits(minor)}`;
}

import { z } from 'zod';
import { defineStream } from '../stream.js';
import { BatteryStatus } from './enums.js';
import { code, number, optionalText, quantity } from './fields.js';
import { writtenInstant } from './times.js';

const android = {
  android_health: optionalText('such as `GOOD` (Android)'),
  android_plugged: optionalText('such as `AC` (Android)'),
  android_technology: optionalText('such as `Li-ion` (Android)'),
  android_temperature: quantity('0.1 °C', 'temperature (Android)').optional(),
  android_voltage: quantity('mV', 'clients store the temperature here by mistake (Android)').optional(),
};

export const battery = z.looseObject({
  ...writtenInstant,
  battery_level_pct: quantity('%', '0 to 100; −100 = unknown (iOS)').optional(),
  battery_status: code(BatteryStatus, 'charging state'),
  battery_status_raw: quantity('', 'number of the phone when it is not a known one').optional(),
  ...android,
});
export type Battery = z.infer<typeof battery>;

const battery_status = number('', 'number of the platform');

export const batteryStream = defineStream({
  key: 'background/battery',
  title: 'Battery',
  data: battery,
  phone: {
    android: z.looseObject({
      battery_level_pct: quantity('%', '0 to 100').optional(),
      battery_status,
      ...android,
    }),
    ios: z.looseObject({
      battery_level_ratio: quantity('', '0 to 1; −1 = unknown').optional(),
      battery_level_pct: quantity('%', 'of entries converted before').optional(),
      battery_status,
    }),
  },
  deduplicate: ['battery_level_pct', 'battery_status', 'android_temperature', 'android_voltage', 'ts'],
});

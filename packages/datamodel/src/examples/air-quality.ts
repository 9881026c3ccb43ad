import { createStreamRegistry, type DataOf, defineStream, standardStreams } from '@sojourn/datamodel';
import { instant, quantity, text } from '@sojourn/datamodel/streams';
import { z } from 'zod';

/** A sensor that a participant carries: one reading a minute. */
export const airQuality = defineStream({
  key: 'my_study/air_quality',
  title: 'Air quality',
  description: 'Readings of the sensor that participants carry.',
  data: z.looseObject({
    ...instant,
    pm25: quantity('µg/m³', 'fine particles').optional(),
    sensor: text('serial number of the sensor'),
  }),
  deduplicate: ['ts', 'pm25'],
});

export type AirQuality = DataOf<typeof airQuality>;

/** The streams of the platform and ours. */
export const streams = createStreamRegistry([...standardStreams.streams, airQuality]);

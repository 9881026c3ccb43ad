import { z } from 'zod';
import { isPoint, type Point } from '../geo/index.js';
import { firstTimestamp, type LocalDate, lastTimestamp } from '../time/index.js';
import { isObjectId, type ObjectId } from '../wire/index.js';
import type { Enumeration } from './enums.js';

/** Unix seconds, UTC, fractions allowed. */
export const timestamp = (description: string) =>
  z.number().min(firstTimestamp).max(lastTimestamp).meta({ description, unit: 's', role: 'timestamp' });

/** A finite number. */
export const number = (unit: string, description: string) => z.number().meta({ description, unit });

/** A number that may be unknown: NaN in memory, null on the wire. */
export const quantity = (unit: string, description: string) =>
  z
    .custom<number | null>(
      (value) => typeof value === 'number' || value === null || typeof value === 'bigint',
      { error: 'expected a number or null' },
    )
    .meta({ description, unit, type: ['number', 'null'] });

export const text = (description: string) => z.string().meta({ description });

/** A text that may be null, as platforms send members without a value. */
export const optionalText = (description: string) => z.string().nullable().optional().meta({ description });

/** True or false; iOS sends 1 and 0 as well. */
export const flag = (description: string) =>
  z.union([z.boolean(), z.number(), z.null()]).meta({ description });

/** A numeric code. Codes that the enumeration does not list are kept: phones are newer than this catalogue. */
export const code = (codes: Enumeration, description: string) =>
  z.number().meta({ description, role: 'code', codes });

export const anything = (description: string) => z.unknown().meta({ description });

export const document = (description: string) => z.record(z.string(), z.unknown()).meta({ description });

export const objectIdField = (description: string) =>
  z
    .custom<ObjectId>(isObjectId, { error: 'expected an object id' })
    .meta({ description, role: 'object-id', type: 'object' });

export const pointField = (description: string) =>
  z
    .custom<Point>(isPoint, { error: 'expected a GeoJSON point' })
    .meta({ description, role: 'point', type: 'object' });

export const localDateField = (description: string) =>
  z
    .custom<LocalDate>(isLocalDate, { error: 'expected a local date' })
    .meta({ description, role: 'local-date', type: 'object' });

export const formattedTime = (description: string) =>
  z.string().meta({ description, role: 'formatted-time' });

const components = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;

function isLocalDate(value: unknown): value is LocalDate {
  if (typeof value !== 'object' || value === null) return false;
  for (const name of components) if (!Number.isInteger((value as LocalDate)[name])) return false;
  return typeof (value as LocalDate).timezone === 'string';
}

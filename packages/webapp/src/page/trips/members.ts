import { isPoint } from '@sojourn/datamodel/geo';
import type { Position } from './position.js';

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The digits of an object id. */
export function oidOf(value: unknown): string | undefined {
  return isRecord(value) && typeof value.$oid === 'string' ? value.$oid : undefined;
}

export function positionOf(value: unknown): Position | undefined {
  if (!isPoint(value)) return undefined;
  const [longitude, latitude] = value.coordinates;
  return [longitude, latitude];
}

import { civilDateOf } from './civil-date.js';
import { roundToMicroseconds } from './round.js';
import { zoneOffset } from './zone.js';

const twoDigits = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));
const threeDigits = Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, '0'));

/**
 * An instant as ISO 8601 with offset in a zone: exactly six digits of fraction, only when the microseconds are not
 * zero; UTC is `+00:00`.
 * @param ts Unix seconds
 * @throws SojournError `zone-unknown`, `timestamp-invalid`
 */
export function formatTime(ts: number, zone: string): string {
  return formatTimeAtOffset(ts, zoneOffset(ts, zone));
}

/**
 * An instant as ISO 8601 at a fixed offset; needs no time-zone database.
 * @param ts Unix seconds
 * @param offset seconds east of UTC
 */
export function formatTimeAtOffset(ts: number, offset: number): string {
  const { seconds, microseconds } = roundToMicroseconds(ts);
  const local = seconds + offset;
  const days = Math.floor(local / 86_400);
  const second = local - days * 86_400;
  const { prefix } = civilDateOf(days);
  const hour = (second / 3600) | 0;
  const minute = ((second - hour * 3600) / 60) | 0;
  const clock = `${prefix}${twoDigits[hour]}:${twoDigits[minute]}:${twoDigits[second - hour * 3600 - minute * 60]}`;
  if (microseconds === 0) return clock + offsetText(offset);
  const thousands = (microseconds / 1000) | 0;
  return `${clock}.${threeDigits[thousands]}${threeDigits[microseconds - thousands * 1000]}${offsetText(offset)}`;
}

let lastOffset = 0;
let lastOffsetText = '+00:00';

/** An offset as `+hh:mm`, with seconds only where a historic zone has them. */
export function offsetText(offset: number): string {
  if (offset === lastOffset) return lastOffsetText;
  const size = Math.abs(offset);
  const hours = Math.floor(size / 3600);
  const minutes = Math.floor((size % 3600) / 60);
  const seconds = size % 60;
  const text = `${offset < 0 ? '-' : '+'}${twoDigits[hours]}:${twoDigits[minutes]}${seconds === 0 ? '' : `:${twoDigits[seconds]}`}`;
  lastOffset = offset;
  lastOffsetText = text;
  return text;
}

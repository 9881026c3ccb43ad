import type { EntryCheck } from './read-items.js';

const keyShape = /^[^/\s]+\/\S/;

/** Years 1 to 9999. */
const [firstSecond, lastSecond] = [-62_135_596_800, 253_402_300_800];

/** Judges the envelope alone: any stream, any content. */
export const checkEnvelope: EntryCheck = ({ metadata }) => {
  const { key, type, write_ts: writeTs } = metadata as Record<string, unknown>;
  if (typeof key !== 'string') return { ok: false, code: 'entry-field-missing', path: 'metadata.key' };
  if (!keyShape.test(key)) return { ok: false, code: 'key-invalid', path: 'metadata.key' };
  if (typeof type !== 'string') return { ok: false, code: 'entry-field-missing', path: 'metadata.type' };
  if (writeTs === undefined) return { ok: false, code: 'entry-field-missing', path: 'metadata.write_ts' };
  if (typeof writeTs !== 'number' || !(writeTs >= firstSecond && writeTs < lastSecond)) {
    return { ok: false, code: 'timestamp-invalid', path: 'metadata.write_ts' };
  }
  return { ok: true };
};

/** A uuid as it stands on the wire: 32 lower-case hexadecimal digits without dashes. */
export interface Uuid {
  $uuid: string;
}

const undashed = /^[0-9a-f]{32}$/;
const anyForm = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** Whether a value is a uuid in wire form. */
export function isUuid(value: unknown): value is Uuid {
  if (typeof value !== 'object' || value === null) return false;
  const { $uuid } = value as { $uuid?: unknown };
  return typeof $uuid === 'string' && undashed.test($uuid);
}

/** A uuid in wire form from its text with or without dashes; undefined when the text is none. */
export function parseUuid(text: string): Uuid | undefined {
  return anyForm.test(text) ? { $uuid: undashUuid(text) } : undefined;
}

/** 32 lower-case digits from a uuid's text with or without dashes. */
export function undashUuid(text: string): string {
  return text.replaceAll('-', '').toLowerCase();
}

/** The dashed form, as `POST /profile/create` answers it. */
export function dashUuid(hex: string): string {
  const text = undashUuid(hex);
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    '-',
  );
}

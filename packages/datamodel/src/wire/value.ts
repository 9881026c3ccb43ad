/** What a parsed document holds. A bigint stands only where a double would print other digits. */
export type WireValue = null | boolean | number | bigint | string | WireValue[] | WireObject;

export interface WireObject {
  [member: string]: WireValue;
}

/** Deepest nesting of a document that is accepted: the document itself is level 1. */
export const maximumDepth = 64;

/** The same for a document that carries entries in lists and members of its own: each of them may be that deep. */
export const maximumEnvelopeDepth = maximumDepth + 8;

/** Whether a value is an object and no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Sets an own member whatever its name; plain assignment of `__proto__` would change the prototype instead. */
export function setMember(object: object, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  } else {
    (object as Record<string, unknown>)[name] = value;
  }
}

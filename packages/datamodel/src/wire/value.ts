/** What a parsed document holds. A bigint stands only where a double would print other digits. */
export type WireValue = null | boolean | number | bigint | string | WireValue[] | WireObject;

export interface WireObject {
  [member: string]: WireValue;
}

/** Deepest nesting of a document that is accepted: the document itself is level 1. */
export const maximumDepth = 64;

/** Whether a value holds objects or lists nested deeper than a number of levels. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (typeof item === 'object' && item !== null && isDeeperThan(item, levels - 1)) return true;
    }
    return false;
  }
  for (const name in value) {
    const member = (value as Record<string, unknown>)[name];
    if (typeof member === 'object' && member !== null && isDeeperThan(member, levels - 1)) return true;
  }
  return false;
}

/** Sets an own member whatever its name; plain assignment of `__proto__` would change the prototype instead. */
export function setMember(object: object, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  } else {
    (object as Record<string, unknown>)[name] = value;
  }
}

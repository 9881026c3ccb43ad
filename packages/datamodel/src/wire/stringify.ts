/**
 * Renders a value of memory form as extended JSON: NaN and infinities as `null`, −0 as `-0.0`, a bigint as its
 * digits, members in their order.
 */
export function stringifyWire(value: unknown): string {
  return needsOwnRendering(value) ? render(value) : (JSON.stringify(value) ?? 'null');
}

/** Whether JSON would say something else than the wire form does: of a value with −0 or a bigint in it. */
export function needsOwnRendering(value: unknown): boolean {
  if (typeof value === 'number') return Object.is(value, -0);
  if (typeof value === 'bigint') return true;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(needsOwnRendering);
  for (const name in value) {
    if (needsOwnRendering((value as Record<string, unknown>)[name])) return true;
  }
  return false;
}

function render(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Object.is(value, -0) ? '-0.0' : JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(render).join(',')}]`;
  const members: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) members.push(`${JSON.stringify(name)}:${render(member)}`);
  }
  return `{${members.join(',')}}`;
}

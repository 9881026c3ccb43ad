/**
 * Nested values as text, exactly: what JSON has no words for (NaN, infinities, -0, big integers) is tagged. A text
 * without tags is plain JSON and can be sent as it is.
 */

const tag = '\u0001';
/** Recursion is used up to this depth; deeper values take the iterative way. */
const shallow = 100;

/** The exact text of a value; members that are undefined are left out, as JSON does. */
export function writeExact(value: unknown): string {
  return isPlain(value, 0) ? JSON.stringify(value) : tag + writeNested(value, exactLeaf);
}

/** The value of an exact text. */
export function readExact(text: string): unknown {
  return isTagged(text) ? reviveNested(JSON.parse(text.slice(1))) : JSON.parse(text);
}

/** The wire form of an exact text: NaN and infinities are null, -0 is `-0.0`, big integers plain digits. */
export function exactToWire(text: string): string {
  return isTagged(text) ? writeNested(readExact(text), wireLeaf) : text;
}

/** Whether an exact text says more than JSON can. */
export function isTagged(text: string): boolean {
  return text.charCodeAt(0) === 1;
}

/** Whether JSON says everything about a value. */
function isPlain(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'number':
      return value - value === 0 && (value !== 0 || 1 / value > 0);
    case 'string':
    case 'boolean':
    case 'undefined':
      return true;
    case 'object': {
      if (value === null) return true;
      if (depth > shallow) return false;
      if (Array.isArray(value)) {
        for (let index = 0; index < value.length; index++)
          if (!isPlain(value[index], depth + 1)) return false;
        return true;
      }
      for (const key in value) if (!isPlain((value as Record<string, unknown>)[key], depth + 1)) return false;
      return true;
    }
    default:
      return false;
  }
}

function exactLeaf(value: unknown): string {
  switch (typeof value) {
    case 'number':
      if (Object.is(value, -0)) return JSON.stringify(`${tag}-0`);
      return Number.isFinite(value) ? String(value) : JSON.stringify(`${tag}${value}`);
    case 'bigint':
      return JSON.stringify(`${tag}n${value}`);
    case 'string':
      return JSON.stringify(value.startsWith(tag) ? tag + value : value);
    case 'boolean':
      return String(value);
    default:
      throw new TypeError(`a ${typeof value} is not a JSON value`);
  }
}

/** The wire form of a value that is neither an object nor an array. */
export function wireLeaf(value: unknown): string {
  switch (typeof value) {
    case 'number':
      if (Object.is(value, -0)) return '-0.0';
      return Number.isFinite(value) ? String(value) : 'null';
    case 'bigint':
      return String(value);
    case 'string':
      return JSON.stringify(value);
    case 'boolean':
      return String(value);
    default:
      throw new TypeError(`a ${typeof value} is not a JSON value`);
  }
}

interface Frame {
  readonly container: Record<string, unknown> | readonly unknown[];
  /** Member names; undefined for an array. */
  readonly keys: readonly string[] | undefined;
  next: number;
}

function frame(container: object): Frame {
  if (Array.isArray(container)) return { container, keys: undefined, next: 0 };
  const members = container as Record<string, unknown>;
  return {
    container: members,
    keys: Object.keys(members).filter((key) => members[key] !== undefined),
    next: 0,
  };
}

/** Serialises without recursion, so that depth is limited by memory alone. */
function writeNested(root: unknown, leaf: (value: unknown) => string): string {
  if (typeof root !== 'object' || root === null) return root === null ? 'null' : leaf(root);
  const stack = [frame(root)];
  let text = stack[0]!.keys ? '{' : '[';
  while (stack.length > 0) {
    const top = stack[stack.length - 1]!;
    const { container, keys } = top;
    if (top.next >= (keys ?? (container as readonly unknown[])).length) {
      text += keys ? '}' : ']';
      stack.pop();
      continue;
    }
    if (top.next > 0) text += ',';
    const index = top.next++;
    let value: unknown;
    if (keys) {
      text += `${JSON.stringify(keys[index])}:`;
      value = (container as Record<string, unknown>)[keys[index]!];
    } else {
      value = (container as readonly unknown[])[index] ?? null;
    }
    if (value === null) text += 'null';
    else if (typeof value === 'object') {
      const inner = frame(value);
      text += inner.keys ? '{' : '[';
      stack.push(inner);
    } else text += leaf(value);
  }
  return text;
}

function reviveLeaf(value: string): unknown {
  if (!value.startsWith(tag)) return value;
  const rest = value.slice(1);
  if (rest.startsWith(tag)) return rest;
  return rest.startsWith('n') ? BigInt(rest.slice(1)) : Number(rest);
}

function reviveNested(root: unknown): unknown {
  if (typeof root === 'string') return reviveLeaf(root);
  const pending: unknown[] = [root];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    for (const key of Object.keys(value)) {
      const member = (value as Record<string, unknown>)[key];
      if (typeof member === 'object') pending.push(member);
      else if (typeof member === 'string' && member.startsWith(tag)) {
        Object.defineProperty(value, key, {
          value: reviveLeaf(member),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
    }
  }
  return root;
}

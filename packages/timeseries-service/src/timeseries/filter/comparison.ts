import { filterError } from './column-filter.js';

/** A value that entries can be compared with: text and numbers as such, ids, uuids and dates by what they hold. */
export type Operand = string | number | bigint | boolean | null | Wrapped;

interface Wrapped {
  readonly kind: (typeof wrappers)[number];
  readonly value: string | number;
}

const wrappers = ['$oid', '$uuid', '$date'] as const;

/** @throws SojournError `filter-invalid` for anything but a scalar or an id, uuid or date in extended JSON */
export function operandOf(value: unknown, at: string): Operand {
  const scalar = scalarOf(value);
  if (scalar === undefined || Number.isNaN(scalar)) {
    throw filterError(
      at,
      'invalid',
      'a value to compare with is a text, a number, true, false, null or an id',
    );
  }
  return scalar;
}

/** Equality as in the reference's queries: null is also equal to nothing, and a list has what one of its members has. */
export function isEqual(value: unknown, operand: Operand): boolean {
  if (Array.isArray(value)) return value.some((member) => isEqual(member, operand));
  if (operand === null) return value === undefined || value === null;
  return compare(value, operand) === 0;
}

/** Whether a value, or a member of a list, is of the operand's type and stands to it as asked. */
export function isOrdered(value: unknown, operand: Operand, accept: (order: number) => boolean): boolean {
  if (Array.isArray(value)) return value.some((member) => isOrdered(member, operand, accept));
  const order = compare(value, operand);
  return order !== undefined && accept(order);
}

/** Negative, zero or positive; undefined for values that cannot be compared. */
function compare(value: unknown, operand: Operand): number | undefined {
  const scalar = scalarOf(value);
  if (scalar === undefined) return undefined;
  const [left, right] = [plain(scalar), plain(operand)];
  if (left.kind !== right.kind) return undefined;
  if (left.value === right.value) return 0;
  if (left.value === null || right.value === null) return undefined;
  // biome-ignore lint/suspicious/noDoubleEquals: a big integer and a double can be the same number
  if (left.value == right.value) return 0;
  return left.value < right.value ? -1 : left.value > right.value ? 1 : undefined;
}

function plain(operand: Operand): {
  readonly kind: string;
  readonly value: string | number | bigint | boolean | null;
} {
  if (typeof operand === 'object' && operand !== null) return operand;
  return { kind: typeof operand === 'bigint' ? 'number' : typeof operand, value: operand };
}

function scalarOf(value: unknown): Operand | undefined {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return value;
    case 'object':
      return value === null ? null : wrappedOf(value);
    default:
      return undefined;
  }
}

function wrappedOf(value: object): Wrapped | undefined {
  const [member, ...others] = Object.entries(value);
  const kind = wrappers.find((name) => name === member?.[0]);
  if (!member || !kind || others.length > 0) return undefined;
  const [, held] = member;
  if (typeof held === 'number') return { kind, value: held };
  return typeof held === 'string' ? { kind, value: held.toLowerCase() } : undefined;
}

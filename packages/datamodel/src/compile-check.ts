import type { z } from 'zod';

/** Whether a value satisfies a schema. */
export type Check = (value: unknown) => boolean;

interface Definition {
  readonly type: string;
  readonly check?: string;
  readonly format?: string;
  readonly fn?: (value: unknown) => unknown;
  readonly checks?: readonly { readonly _zod: { readonly def: NumberCheck } }[];
  readonly innerType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly catchall?: z.ZodType;
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
}

interface NumberCheck {
  readonly check: string;
  readonly value?: number;
  readonly inclusive?: boolean;
}

const compiled = new WeakMap<z.ZodType, Check>();

/**
 * A fast test for a schema: closures over what the schema says, without the result that zod builds. It never accepts
 * what the schema refuses; a schema, or a part of one, that it has no closure for is left to zod.
 */
export function checkOf(schema: z.ZodType): Check {
  let check = compiled.get(schema);
  if (check === undefined) {
    check = compile(schema) ?? ((value) => schema.safeParse(value).success);
    compiled.set(schema, check);
  }
  return check;
}

function compile(schema: z.ZodType): Check | undefined {
  const definition = schema._zod.def as unknown as Definition;
  if (definition.type !== 'number' && (definition.checks?.length ?? 0) > 0) return undefined;
  switch (definition.type) {
    case 'unknown':
    case 'any':
      return () => true;
    case 'string':
      return definition.format === undefined ? (value) => typeof value === 'string' : undefined;
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'null':
      return (value) => value === null;
    case 'number':
      return compileNumber(definition);
    case 'custom':
      return compileCustom(definition);
    case 'literal':
      return oneOf(definition.values ?? []);
    case 'enum':
      return oneOf(Object.values(definition.entries ?? {}));
    case 'optional':
      return orElse(undefined, definition.innerType);
    case 'nullable':
      return orElse(null, definition.innerType);
    case 'array':
      return compileArray(definition);
    case 'union':
      return compileUnion(definition);
    case 'record':
      return compileRecord(definition);
    case 'object':
      return compileObject(definition);
    default:
      return undefined;
  }
}

function compileNumber({ checks = [], check, format }: Definition): Check | undefined {
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (const { _zod } of checks) {
    const { check: name, value, inclusive } = _zod.def;
    if (value === undefined || inclusive !== true) return undefined;
    if (name === 'greater_than') low = Math.max(low, value);
    else if (name === 'less_than') high = Math.min(high, value);
    else return undefined;
  }
  const inRange: Check = (value) =>
    Number.isFinite(value) && (value as number) >= low && (value as number) <= high;
  if (check === undefined) return inRange;
  if (format !== 'safeint') return undefined;
  return (value) => Number.isSafeInteger(value) && inRange(value);
}

function compileCustom({ fn }: Definition): Check | undefined {
  return fn === undefined ? undefined : (value) => fn(value) === true;
}

function oneOf(values: readonly unknown[]): Check {
  const allowed = new Set(values);
  return (value) => allowed.has(value);
}

function orElse(alternative: unknown, inner: z.ZodType | undefined): Check | undefined {
  if (inner === undefined) return undefined;
  const check = checkOf(inner);
  return (value) => value === alternative || check(value);
}

function compileArray({ element }: Definition): Check | undefined {
  if (element === undefined) return undefined;
  const check = checkOf(element);
  return (value) => {
    if (!Array.isArray(value)) return false;
    for (const item of value) if (!check(item)) return false;
    return true;
  };
}

function compileUnion({ options = [] }: Definition): Check {
  const checks = options.map(checkOf);
  return (value) => checks.some((check) => check(value));
}

function compileRecord({ keyType, valueType }: Definition): Check | undefined {
  if (keyType?._zod.def.type !== 'string' || valueType === undefined) return undefined;
  const check = checkOf(valueType);
  return (value) => isPlainObject(value) && Object.values(value).every(check);
}

function compileObject({ shape = {}, catchall }: Definition): Check | undefined {
  if (catchall !== undefined && catchall._zod.def.type !== 'unknown') return undefined;
  const names = Object.keys(shape);
  const checks = names.map((name) => checkOf(shape[name] as z.ZodType));
  const required = names.map((name) => shape[name]?._zod.optin !== 'optional');
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index] as string;
      const member = (value as Record<string, unknown>)[name];
      if (member === undefined && required[index] && !(name in value)) return false;
      if (!(checks[index] as Check)(member)) return false;
    }
    return true;
  };
}

// As strict as zod or stricter: what only looks like an object is left to zod.
function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !Object.hasOwn(value, 'constructor');
}

import fc from 'fast-check';

/** As much of JSON Schema as the API documents use. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

export interface ValueOptions {
  /** Finds what a `$ref` stands for. */
  readonly resolve: (reference: string) => Schema;
  /** Likely values of members by name, where a schema cannot say what leads anywhere. */
  readonly likely: Readonly<Record<string, fc.Arbitrary<unknown>>>;
}

/** Longest text and list that are made, where more is allowed. */
const longestText = 40;
const mostItems = 4;
const dates = fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true });
const known = new Set(
  '$ref type const enum anyOf oneOf properties required additionalProperties propertyNames items minItems maxItems pattern format minLength maxLength minimum exclusiveMinimum maximum title description default examples'.split(
    ' ',
  ),
);

/**
 * JSON values that a schema allows.
 * @throws Error for a keyword that is not known here
 */
export function valuesOf(schema: Schema, options: ValueOptions): fc.Arbitrary<unknown> {
  const unknown = Object.keys(schema).find((keyword) => !known.has(keyword));
  if (unknown !== undefined) throw new Error(`no values for the keyword ${unknown}`);
  if (schema.$ref !== undefined) return valuesOf(options.resolve(schema.$ref), options);
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return fc.oneof(...choices.map((choice) => valuesOf(choice, options)));
  if (schema.type === undefined) return fc.jsonValue({ maxDepth: 2 });
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  return fc.oneof(...types.map((type) => valuesOfType(type, schema, options)));
}

function valuesOfType(type: string, schema: Schema, options: ValueOptions): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return integers(schema);
    case 'number':
      return fc.oneof(
        integers(schema),
        fc.double({ noNaN: true, noDefaultInfinity: true, ...range(schema) }),
      );
    case 'string':
      return texts(schema);
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}, options), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, Math.min(schema.maxItems ?? mostItems, mostItems)),
      });
    case 'object':
      return objects(schema, options);
    default:
      throw new Error(`no values of type ${type}`);
  }
}

function range({ minimum, exclusiveMinimum, maximum }: Schema) {
  return {
    ...(minimum === undefined ? {} : { min: minimum }),
    ...(exclusiveMinimum === undefined ? {} : { min: exclusiveMinimum, minExcluded: true }),
    ...(maximum === undefined ? {} : { max: maximum }),
  };
}

function integers(schema: Schema): fc.Arbitrary<number> {
  const { minimum, exclusiveMinimum, maximum = Number.MAX_SAFE_INTEGER } = schema;
  const min = minimum ?? (exclusiveMinimum === undefined ? Number.MIN_SAFE_INTEGER : exclusiveMinimum + 1);
  return fc.oneof(
    fc.maxSafeInteger().filter((value) => value >= min && value <= maximum),
    fc.integer({ min: Math.max(min, -10), max: Math.min(maximum, Math.max(min, 0) + 100) }),
    fc.constantFrom(Math.ceil(min), Math.floor(maximum)),
  );
}

function texts(schema: Schema): fc.Arbitrary<string> {
  const { pattern, format, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  // The pattern of a date is more than can be followed.
  if (format === 'date') return dates.map((date) => date.toISOString().slice(0, 10));
  if (pattern !== undefined) {
    return fc.stringMatching(new RegExp(pattern)).filter(({ length }) => length <= maxLength);
  }
  const bounds = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, longestText)) };
  return fc.oneof(fc.string(bounds), fc.string({ ...bounds, unit: 'binary' }));
}

function objects(schema: Schema, options: ValueOptions): fc.Arbitrary<object> {
  const { properties = {}, required = [], additionalProperties = false, propertyNames = {} } = schema;
  const members = Object.fromEntries(
    Object.entries(properties).map(([name, member]) => {
      const values = valuesOf(member, options);
      const likely = options.likely[name];
      return [name, likely ? fc.oneof({ weight: 3, arbitrary: likely }, values) : values];
    }),
  );
  const named = fc.record(members, { requiredKeys: required.filter((name) => name in members) });
  if (additionalProperties === false) return named;
  const more = fc.dictionary(
    texts(propertyNames),
    valuesOf(additionalProperties === true ? {} : additionalProperties, options),
    { maxKeys: 3 },
  );
  return fc.tuple(more, named).map(([other, own]) => ({ ...other, ...own }));
}

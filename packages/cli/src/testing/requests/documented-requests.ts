import fc from 'fast-check';
import { damage, mutated, oddValue } from './odd-values.js';
import { type Schema, type ValueOptions, valuesOf } from './schema-values.js';

/** A request as it goes over the wire. */
export interface GeneratedRequest {
  readonly operation: string;
  readonly method: string;
  /** With query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Operation {
  readonly operationId?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** An OpenAPI document. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

export interface RequestOptions {
  /** Likely values of members and parameters by name. */
  readonly likely: ValueOptions['likely'];
  /** Values of the authorization header; undefined: none. */
  readonly authorization: fc.Arbitrary<string | undefined>;
  /** Bodies in place of what the schema allows, by operation: what would act outside the services. */
  readonly bodies?: Readonly<Record<string, fc.Arbitrary<unknown>>>;
}

/**
 * Requests that an API document allows, one arbitrary an operation: most as documented, some with members replaced by odd
 * values, some with broken text.
 */
export function requestsOf(
  document: ApiDocument,
  options: RequestOptions,
): ReadonlyMap<string, fc.Arbitrary<GeneratedRequest>> {
  const schemas = document.components?.schemas ?? {};
  const values: ValueOptions = {
    likely: options.likely,
    resolve: (reference) => schemas[reference.slice('#/components/schemas/'.length)]!,
  };
  const requests = new Map<string, fc.Arbitrary<GeneratedRequest>>();
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const name = `${method.toUpperCase()} ${path}`;
      requests.set(name, requestOf({ name, method, path, operation }, values, options));
    }
  }
  return requests;
}

function requestOf(
  about: {
    readonly name: string;
    readonly method: string;
    readonly path: string;
    readonly operation: Operation;
  },
  values: ValueOptions,
  { authorization, bodies = {} }: RequestOptions,
): fc.Arbitrary<GeneratedRequest> {
  const { parameters = [], requestBody } = about.operation;
  const given = fc.record(
    Object.fromEntries(
      parameters.map((parameter) => {
        const allowed = valuesOf(parameter.schema, values);
        const likely = values.likely[parameter.name];
        const good = likely ? fc.oneof({ weight: 3, arbitrary: likely }, allowed) : allowed;
        const any = fc.oneof({ weight: 5, arbitrary: good }, fc.string({ unit: 'binary', maxLength: 30 }));
        return [parameter.name, parameter.required ? any : fc.option(any, { nil: undefined })];
      }),
    ),
  );
  const bodyOf = ([type, { schema }]: [string, { readonly schema: Schema }]) => {
    const fixed = bodies[about.name];
    const text = fixed ? fixed.map((value) => JSON.stringify(value)) : textsOf(valuesOf(schema, values));
    return text.map((body) => ({ type, body }));
  };
  const body = requestBody
    ? fc.oneof(...Object.entries(requestBody.content).map(bodyOf))
    : fc.constant(undefined);
  return fc.record({ given, body, authorization }).map(({ given, body, authorization }) => {
    let path = about.path;
    const query = new URLSearchParams();
    const headers: Record<string, string> = {};
    for (const parameter of parameters) {
      const value = given[parameter.name];
      if (value === undefined) continue;
      const text = wellFormed(String(value));
      if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, encodeURIComponent(text));
      else if (parameter.in === 'query') query.set(parameter.name, text);
      else headers[parameter.name] = encodeURIComponent(text);
    }
    if (authorization !== undefined) headers.authorization = authorization;
    if (body) headers['content-type'] = body.type;
    return {
      operation: about.name,
      method: about.method.toUpperCase(),
      path: query.size > 0 ? `${path}?${query}` : path,
      headers,
      body: body?.body,
    };
  });
}

function textsOf(good: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  const choices = fc.array(fc.tuple(fc.nat(60), oddValue), { minLength: 1, maxLength: 3 });
  const bent = fc.tuple(good, choices).map(([value, replacements]) => mutated(value, replacements));
  const text = (value: unknown) => JSON.stringify(value) ?? 'null';
  return fc.oneof(
    { weight: 6, arbitrary: good.map(text) },
    { weight: 3, arbitrary: bent.map(text) },
    { weight: 1, arbitrary: fc.tuple(good, damage).map(([value, harm]) => harm(text(value))) },
  );
}

/** Lone surrogates cannot be written in a path. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

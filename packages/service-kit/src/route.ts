import type { TUnsafe } from '@fastify/type-provider-typebox';
import { type ErrorItem, SojournError } from '@sojourn/datamodel';
import type { RequestBody, RequestParams, RequestQuery, ResponseBody, Route } from '@sojourn/datamodel/http';
import { z } from 'zod';
import { schemaOf } from './schema.js';

/** The schemas of a route, under the names by which fastify knows them. */
export type RouteSchema<Declared extends Route> = {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: string[];
} & (Declared extends { params: z.ZodType } ? { params: TUnsafe<RequestParams<Declared>> } : unknown) &
  (Declared extends { query: z.ZodType } ? { querystring: TUnsafe<RequestQuery<Declared>> } : unknown) &
  (Declared extends { body: z.ZodType } ? { body: TUnsafe<RequestBody<Declared>> } : unknown) &
  (Declared extends { response: z.ZodType }
    ? { response: Record<GoodStatus<Declared>, TUnsafe<ResponseBody<Declared>>> }
    : unknown);

type GoodStatus<Declared> = Declared extends { status: infer Status extends number } ? Status : 200;

/**
 * A declared route as fastify takes it: `app.route({ ...routeOf(route), handler })`. The handler's types are
 * the wire side of the shapes, the same that the client has. Answers are held to theirs by the types alone.
 */
export function routeOf<Declared extends Route>(
  route: Declared,
): { method: Declared['method']; url: Declared['path']; schema: RouteSchema<Declared> } {
  const schema: Record<string, unknown> = {
    operationId: route.id,
    summary: route.summary,
    tags: [route.surface],
  };
  if (route.params !== undefined) schema.params = schemaOf(route.params);
  if (route.query !== undefined) schema.querystring = schemaOf(route.query);
  if (route.body !== undefined) schema.body = schemaOf(route.body);
  return { method: route.method, url: route.path, schema: schema as RouteSchema<Declared> };
}

/**
 * The wire side of a value as a program holds it: codecs decoded, and rules checked that
 * JSON Schema cannot say.
 * @throws SojournError `request-invalid` with the paths at fault
 */
export function decode<Shape extends z.ZodType>(shape: Shape, value: z.input<Shape>): z.output<Shape> {
  const result = z.safeDecode(shape, value);
  if (result.success) return result.data;
  const errors = result.error.issues.map(
    (issue): ErrorItem => ({ path: issue.path.join('.'), code: 'invalid' }),
  );
  throw new SojournError('request-invalid', { errors });
}

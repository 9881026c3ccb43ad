import type { TUnsafe } from '@fastify/type-provider-typebox';
import { z } from 'zod';

/** Schemas of shapes that were asked for before: routes are mounted by every server of a process. */
const known = new WeakMap<z.ZodType, object>();

/**
 * A zod shape as a TypeBox schema, so that one definition gives the route's validation, its document and its
 * type. What is described and typed is the wire side: a codec appears as what is sent.
 */
export function schemaOf<Shape extends z.ZodType>(shape: Shape): TUnsafe<z.input<Shape>> {
  let schema = known.get(shape);
  if (schema === undefined) {
    schema = toJsonSchema(shape);
    known.set(shape, schema);
  }
  // TypeBox marks such a schema for its own functions alone, and takes long to load.
  return schema as TUnsafe<z.input<Shape>>;
}

function toJsonSchema(shape: z.ZodType): object {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
  });
  return schema;
}

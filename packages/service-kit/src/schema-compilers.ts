import { createRequire } from 'node:module';
import type { AjvCompiler, BuildCompilerFromPool } from '@fastify/ajv-compiler';
import type { FastifyServerOptions } from 'fastify';

const require = createRequire(import.meta.url);

type Factories = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>;
type Validate = ReturnType<ReturnType<BuildCompilerFromPool>>;

/** Knows what it has compiled before, for whichever server of the process. */
let compilers: BuildCompilerFromPool | undefined;

const buildValidator: BuildCompilerFromPool = (externalSchemas, options) => (schema) =>
  whenFirstUsed(() => {
    // Loaded as late as the rest, at a time when nothing can be waited for.
    compilers ??= (require('@fastify/ajv-compiler') as typeof AjvCompiler)();
    return compilers(externalSchemas, options)(schema);
  });

/**
 * How a server makes functions of its schemas: validation when a route is first asked, and nothing for answers, which
 * `setReplySerializer` writes. To compile all routes before the first request takes longer than all else at the start.
 */
export const schemaCompilers: Factories = { buildValidator, buildSerializer: () => () => JSON.stringify };

/** A validator that is made by its first call; fastify reads the faults of a call from the function. */
function whenFirstUsed(make: () => Validate): Validate {
  let made: Validate | undefined;
  const validate = (data: unknown): unknown => {
    made ??= make();
    const valid = made(data);
    Object.assign(validate, { errors: made.errors });
    return valid;
  };
  return validate as Validate;
}

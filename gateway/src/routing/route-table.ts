import {
  type Configuration,
  formsOf,
  type Pipeline,
  type PolicyStep,
  patternsOf,
} from '../configuration/index.js';
import { bindPolicy, checkCondition, type HostConfiguration } from '../host/index.js';
import type { BoundPolicy } from '../policies/index.js';

/** An API endpoint and the policies of its pipeline, ready to run without Express. */
export interface DirectRoute {
  readonly endpoint: string;
  readonly policies: readonly BoundPolicy[];
}

/** Finds the route of a path; `host` leaves the request to the host's router, undefined: nothing is there. */
export type RouteTable = (path: string) => DirectRoute | 'host' | undefined;

interface Pattern {
  /** Lower case; ends with `/` when anything may follow. */
  readonly text: string;
  readonly open: boolean;
  readonly route: DirectRoute;
}

/**
 * Compiles the route table to plain functions. The host's Express stack costs more than the rest of a request
 * together, and most routes need none of it: they are lists of paths and unconditional policies of ours. From
 * the first API endpoint on that needs more (host names, methods, patterns, conditions, policies of the host)
 * requests go to the host, which knows the same table in full.
 *
 * @throws Error when the parameters of a policy are not valid
 */
export function compileRouteTable(
  configuration: Configuration,
  hostConfiguration: HostConfiguration,
): RouteTable {
  const patterns: Pattern[] = [];
  let complete = true;
  const pipelines = new Map<string, readonly BoundPolicy[] | undefined>();
  for (const [name, pipeline] of Object.entries(configuration.pipelines)) {
    const bound = withName(name, () => bindPipeline(pipeline, hostConfiguration));
    for (const endpoint of pipeline.apiEndpoints) pipelines.set(endpoint, bound);
  }
  for (const [endpoint, forms] of Object.entries(configuration.apiEndpoints)) {
    const policies = pipelines.get(endpoint);
    const compiled = formsOf(forms).flatMap((form) => {
      const plain =
        (form.host ?? '*') === '*' &&
        form.hostRegex === undefined &&
        form.pathRegex === undefined &&
        (form.methods ?? '*') === '*';
      return patternsOf(form).map((pattern) => (plain ? compilePattern(pattern) : undefined));
    });
    if (policies === undefined || compiled.includes(undefined)) {
      complete = false;
      break;
    }
    const route = { endpoint, policies };
    for (const pattern of compiled) patterns.push({ ...pattern!, route });
  }
  return (path) => {
    const lower = path.toLowerCase();
    for (const pattern of patterns) if (matches(pattern, lower)) return pattern.route;
    return complete ? undefined : 'host';
  };
}

/** The forms of Express' patterns that need no regular expression; undefined for all others. */
function compilePattern(pattern: string): Omit<Pattern, 'route'> | undefined {
  if (pattern === '*' || pattern === '/*') return { text: '/', open: true };
  const open = pattern.endsWith('/*');
  const text = (open ? pattern.slice(0, -1) : pattern).toLowerCase();
  if (!/^(\/[a-z0-9_~-]+)*\/?$/.test(text) || (!open && text.endsWith('/'))) return undefined;
  return { text, open };
}

// As Express matches: case does not count, neither does a slash at the end.
function matches({ text, open }: Pattern, path: string): boolean {
  if (open) return path.startsWith(text);
  return path === text || (path.length === text.length + 1 && path.startsWith(text) && path.endsWith('/'));
}

/** The policies of a pipeline; undefined when some of them need Express. */
function bindPipeline(
  pipeline: Pipeline,
  configuration: HostConfiguration,
): readonly BoundPolicy[] | undefined {
  const policies: BoundPolicy[] = [];
  let direct = true;
  for (const entry of pipeline.policies) {
    const [name = ''] = Object.keys(entry);
    const steps = [entry[name] ?? []].flat() as readonly PolicyStep[];
    for (const { action = {}, condition } of steps.length === 0 ? [{}] : (steps as PolicyStep[])) {
      if (condition !== undefined) checkCondition(condition);
      const bound = bindPolicy(name, action, configuration);
      if (bound === undefined || condition !== undefined) direct = false;
      else policies.push(bound);
    }
  }
  return direct ? policies : undefined;
}

/** Says in which pipeline an error lies. */
function withName<T>(pipeline: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw new Error(`pipelines.${pipeline}: ${(cause as Error).message}`, { cause });
  }
}

import type { ApiEndpoint, Configuration } from './configuration.js';

/** The forms of an API endpoint as a list: the host allows one object or several. */
export function formsOf(endpoint: ApiEndpoint | readonly ApiEndpoint[]): readonly ApiEndpoint[] {
  return Array.isArray(endpoint) ? endpoint : [endpoint as ApiEndpoint];
}

/** The path patterns of an endpoint form; `*` when it names none. */
export function patternsOf(form: ApiEndpoint): readonly string[] {
  const paths = form.paths ?? form.path ?? [];
  const list = typeof paths === 'string' ? [paths] : paths;
  return list.length === 0 ? ['*'] : list;
}

/** Whether the form takes every request, whatever its path, host and method. */
export function isCatchAll(form: ApiEndpoint): boolean {
  return (
    (form.host ?? '*') === '*' &&
    form.hostRegex === undefined &&
    form.pathRegex === undefined &&
    (form.methods ?? '*') === '*' &&
    patternsOf(form).some((pattern) => pattern === '*' || pattern === '/*')
  );
}

/**
 * Checks that names fit together and that no route is hidden behind a catch-all.
 *
 * @param ending names of the policies that answer every request they see
 * @throws Error that names the entry at fault
 */
export function checkRoutes(configuration: Configuration, ending: ReadonlySet<string>): void {
  const { apiEndpoints, pipelines, policies, serviceEndpoints } = configuration;
  for (const [name, { url, urls }] of Object.entries(serviceEndpoints)) {
    if ((url === undefined) === (urls === undefined)) {
      throw new Error(`serviceEndpoints.${name}: give either url or urls`);
    }
  }
  const served = new Map<string, string>();
  for (const [name, pipeline] of Object.entries(pipelines)) {
    for (const endpoint of pipeline.apiEndpoints) {
      if (!Object.hasOwn(apiEndpoints, endpoint)) {
        throw new Error(`pipelines.${name}: there is no API endpoint ${endpoint}`);
      }
      const other = served.get(endpoint);
      if (other !== undefined) {
        throw new Error(`pipelines.${name}: API endpoint ${endpoint} already belongs to ${other}`);
      }
      served.set(endpoint, name);
    }
    for (const entry of pipeline.policies) {
      const [policy = ''] = Object.keys(entry);
      if (!policies.includes(policy)) {
        throw new Error(`pipelines.${name}: policy ${policy} is not in the list of policies`);
      }
    }
    const last = pipeline.policies.at(-1)!;
    const [policy = ''] = Object.keys(last);
    const steps = last[policy];
    const conditional = [steps]
      .flat()
      .every((step) => (step as { condition?: unknown } | null)?.condition !== undefined);
    if (!ending.has(policy) || conditional) {
      throw new Error(
        `pipelines.${name}: the last policy must answer every request (one of ${[...ending].join(', ')})`,
      );
    }
  }
  checkOrder(configuration, served);
}

function checkOrder({ apiEndpoints }: Configuration, served: ReadonlyMap<string, string>): void {
  let catchAll: string | undefined;
  for (const [name, endpoint] of Object.entries(apiEndpoints)) {
    if (catchAll !== undefined) {
      throw new Error(`apiEndpoints.${name}: never reached, ${catchAll} before it takes every request`);
    }
    if (!served.has(name)) throw new Error(`apiEndpoints.${name}: no pipeline serves it`);
    if (formsOf(endpoint).some(isCatchAll)) catchAll = name;
  }
}

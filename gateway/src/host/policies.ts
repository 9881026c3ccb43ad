import type { GatewayRequest } from '../exchange/index.js';
import { type BoundPolicy, dataPath, type Policy, type PolicyContext } from '../policies/index.js';
import { host, type Middleware } from './express-gateway.js';

/** Policies of the host that may be used beside ours; the others need a database or are unsafe. */
const offered = ['terminate'] as const;

/** Names of the policies that answer every request they see. */
export const endingPolicies: ReadonlySet<string> = new Set([
  ...dataPath.filter((policy) => policy.ends).map((policy) => policy.name),
  ...offered,
]);

/** Middleware that also shows the bound policy it wraps, so that the data path can call it without Express. */
type AdaptedMiddleware = Middleware & { readonly bound: BoundPolicy };

/** What the host hands to a policy beside its parameters. */
export interface HostConfiguration {
  readonly context: PolicyContext;
}

const schemaId = (policy: Policy) => `urn:sojourn:gateway:policy:${policy.name}`;

let registered = false;

/** Registers our policies with the host; they take the place of the host's own ones. */
function registerPolicies(): void {
  if (registered) return;
  registered = true;
  host.conditions.init();
  for (const policy of dataPath) {
    const { parameters } = policy;
    host.policies.register({
      name: policy.name,
      schema: {
        $id: schemaId(policy),
        type: 'object',
        additionalProperties: false,
        ...parameters,
        // The host mixes a helper of its own into the parameters.
        properties: { ...parameters.properties, getCommonAuthCallback: {} },
      },
      policy: (given, configuration) =>
        adapt(policy.bind(given as never, (configuration as HostConfiguration).context)),
    });
  }
}

/**
 * Loads the declared policies and makes sure that ours are in place.
 *
 * @throws Error when a name is unknown or not offered, or a policy of ours is not the registered one
 */
export function loadPolicies(declared: readonly string[]): void {
  registerPolicies();
  const ours = new Map(dataPath.map((policy) => [policy.name, policy]));
  for (const name of declared) {
    const policy = ours.get(name);
    if (policy === undefined) {
      if (!(offered as readonly string[]).includes(name))
        throw new Error(`policies: there is no policy ${name}`);
      continue;
    }
    const { schema } = host.policies.resolve(name);
    if ((schema as { $id?: string }).$id !== schemaId(policy)) {
      throw new Error(`policies: ${name} of the host is in the place of ours`);
    }
  }
  host.policies.load(declared);
}

/**
 * Binds a policy by name through the host's registry.
 *
 * @returns undefined for a policy of the host
 * @throws Error when the parameters are not valid
 */
export function bindPolicy(
  name: string,
  action: object,
  configuration: HostConfiguration,
): BoundPolicy | undefined {
  const policy = host.policies.resolve(name);
  const parameters = { ...action };
  const { $id } = policy.schema as { $id: string };
  const { isValid, error } = host.schemas.validate($id, parameters);
  if (!isValid)
    throw new Error(`policy ${name}: ${error.replaceAll('data.', '').replace(/^data /, 'parameters ')}`);
  return (policy.policy(parameters, configuration) as Partial<AdaptedMiddleware>).bound;
}

/**
 * Checks a condition of a policy step.
 *
 * @throws Error when it is unknown, or `json-schema`, which reads the body and fetches schemas from anywhere
 */
export function checkCondition(condition: Readonly<Record<string, unknown>>): void {
  const { name, conditions = [], condition: inner } = condition;
  if (name === 'json-schema' || !Object.hasOwn(host.conditions.conditions, String(name))) {
    throw new Error(`there is no condition ${name}`);
  }
  for (const each of conditions as Record<string, unknown>[]) checkCondition(each);
  if (inner !== undefined) checkCondition(inner as Record<string, unknown>);
}

function adapt(bound: BoundPolicy): AdaptedMiddleware {
  const middleware: Middleware = (incoming, response, next) => {
    const request = incoming as GatewayRequest & { egContext: { apiEndpoint: { apiEndpointName: string } } };
    request.exchange.endpoint = request.egContext.apiEndpoint.apiEndpointName;
    const verdict = bound(request, response);
    if (verdict === 'continue') next();
    else if (verdict !== 'answered') verdict.then((late) => late === 'continue' && next(), next);
  };
  return Object.assign(middleware, { bound });
}

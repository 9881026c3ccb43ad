const positive = (fallback: number) => ({ type: 'integer', minimum: 1, default: fallback });

const listen = {
  type: 'object',
  properties: {
    hostname: { type: 'string', default: '127.0.0.1' },
    port: { type: 'integer', minimum: 0, maximum: 65535 },
  },
  required: ['port'],
};

/**
 * JSON Schema of the whole file. The host's own schema has looked at it before; this one adds our settings with
 * their defaults and refuses names that nothing reads, so that a typing error cannot switch a limit off.
 */
export const configurationSchema = {
  $id: 'urn:sojourn:gateway:configuration',
  type: 'object',
  additionalProperties: false,
  required: ['apiEndpoints', 'serviceEndpoints', 'policies', 'pipelines'],
  properties: {
    http: { ...listen, additionalProperties: false },
    https: {
      ...listen,
      additionalProperties: false,
      properties: {
        ...listen.properties,
        tls: {
          type: 'object',
          minProperties: 1,
          additionalProperties: {
            type: 'object',
            additionalProperties: false,
            required: ['key', 'cert'],
            properties: { key: { type: 'string' }, cert: { type: 'string' } },
          },
        },
      },
      required: ['port', 'tls'],
    },
    server: {
      type: 'object',
      additionalProperties: false,
      default: {},
      properties: {
        headersTimeout: positive(10_000),
        requestTimeout: positive(300_000),
        idleTimeout: positive(120_000),
        keepAliveTimeout: positive(15_000),
        maxConnections: positive(5000),
        maxRefusals: positive(5000),
        maxHeaderBytes: positive(16_384),
        maxHeaders: positive(100),
        drainTimeout: positive(30_000),
        drainGrace: positive(500),
        certificateInterval: positive(10_000),
      },
    },
    metrics: { ...listen, additionalProperties: false },
    trustedProxies: { type: 'array', items: { type: 'string' }, default: [] },
    prefixes: {
      type: 'array',
      default: [],
      items: { type: 'string', pattern: '^(/[A-Za-z0-9_~-]+)+$' },
    },
    policies: { type: 'array', items: { type: 'string' }, uniqueItems: true },
    apiEndpoints: { type: 'object' },
    serviceEndpoints: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: {
          url: { type: 'string' },
          urls: { type: 'array', items: { type: 'string' }, minItems: 1 },
          timeout: positive(60_000),
          connectTimeout: positive(3000),
          maxConnections: positive(256),
          health: {
            type: 'object',
            additionalProperties: false,
            default: {},
            properties: {
              path: { type: 'string', pattern: '^/', default: '/healthz' },
              interval: positive(2000),
              timeout: positive(2000),
            },
          },
        },
      },
    },
    pipelines: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        required: ['apiEndpoints', 'policies'],
        properties: {
          apiEndpoints: { type: 'array', items: { type: 'string' }, minItems: 1 },
          policies: {
            type: 'array',
            minItems: 1,
            items: { type: 'object', minProperties: 1, maxProperties: 1 },
          },
        },
      },
    },
  },
};

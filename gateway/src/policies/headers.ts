import type { Policy } from './policy.js';

interface Parameters {
  readonly set: Readonly<Record<string, string>>;
  readonly secure: Readonly<Record<string, string>>;
}

const record = { type: 'object', additionalProperties: { type: 'string' }, default: {} };

/** Sets response headers in place of what the service says; those under `secure` only over TLS. */
export const headers: Policy<Parameters> = {
  name: 'headers',
  parameters: { properties: { set: record, secure: record } },
  bind: ({ set, secure }) => {
    const always = lowerCase(set);
    const overTls = lowerCase(secure);
    return (request) => {
      const { responseHeaders } = request.exchange;
      for (const [name, value] of always) responseHeaders[name] = value;
      if (request.exchange.secure) for (const [name, value] of overTls) responseHeaders[name] = value;
      return 'continue';
    };
  },
};

function lowerCase(given: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]);
}

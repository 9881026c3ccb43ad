import type { z } from 'zod';
import type { StreamRegistry } from '../registry.js';
import { factsOf, membersOf, type Stream } from '../stream.js';

/** The streams of a registry as a Markdown page, made from the schemas alone. */
export function renderStreamCatalogue(registry: StreamRegistry): string {
  const { streams } = registry;
  return [
    '# Stream catalogue',
    '',
    'Every stream that the platform knows, generated from the schemas of `@sojourn/datamodel`. Keys that are not listed',
    'are accepted as well: their payload is kept as it is. Members that a table does not list are kept too.',
    '',
    '| key | store | identity | what it is |',
    '| --- | --- | --- | --- |',
    ...streams.map(
      ({ key, store, identity, title }) =>
        `| [\`${key}\`](#${anchor(key)}) | ${store} | ${identity} | ${title} |`,
    ),
    '',
    ...streams.flatMap(renderStream),
  ].join('\n');
}

const anchor = (key: string): string => key.toLowerCase().replaceAll(/[^a-z0-9_-]/g, '');

function renderStream(stream: Stream): string[] {
  const facts = [
    `Store: ${stream.store}.`,
    `Identity: ${stream.identity}.`,
    `Times: ${codeList(stream.timeFields)}.`,
    stream.deduplicate.length > 0 ? `Repeated rows agree in: ${codeList(stream.deduplicate)}.` : '',
  ];
  return [
    `## ${stream.key}`,
    '',
    `${stream.title}. ${stream.description}`.trim(),
    '',
    facts.filter((fact) => fact !== '').join(' '),
    '',
    ...renderMembers(stream.data),
    ...renderPhone(stream),
  ];
}

const codeList = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

function renderPhone({ phone }: Stream): string[] {
  if (phone === undefined) return [];
  const forms = 'android' in phone ? Object.entries(phone) : ([['any phone', phone]] as const);
  return forms.flatMap(([platform, schema]) =>
    Object.keys(membersOf(schema)).length === 0
      ? []
      : [`As ${platform} sends it:`, '', ...renderMembers(schema)],
  );
}

function renderMembers(schema: z.ZodType): string[] {
  const members = Object.entries(membersOf(schema));
  if (members.length === 0) return [];
  return [
    '| member | type | unit | required | meaning |',
    '| --- | --- | --- | --- | --- |',
    ...members.map(([name, member]) => renderMember(name, member)),
    '',
  ];
}

function renderMember(name: string, schema: z.ZodType): string {
  const { description = '', unit = '', codes } = factsOf(schema);
  const listed =
    codes === undefined
      ? ''
      : `: ${Object.entries(codes)
          .map(([code, value]) => `${value} ${code}`)
          .join(', ')}`;
  const required = isOptional(schema) ? '' : 'yes';
  return `| \`${name}\` | ${typeName(schema)} | ${unit} | ${required} | ${description}${listed} |`;
}

function isOptional(schema: z.ZodType): boolean {
  return schema._zod.optin === 'optional';
}

function typeName(schema: z.ZodType): string {
  const { role } = factsOf(schema);
  if (role !== undefined) return role;
  const def = schema._zod.def as {
    type: string;
    innerType?: z.ZodType;
    element?: z.ZodType;
    options?: z.ZodType[];
  };
  switch (def.type) {
    case 'optional':
    case 'nullable':
      return typeName(def.innerType as z.ZodType);
    case 'array':
      return `list of ${typeName(def.element as z.ZodType)}`;
    case 'union':
      return (def.options ?? [])
        .map(typeName)
        .filter((name) => name !== 'null')
        .join(' or ');
    case 'custom':
      return 'number';
    case 'record':
      return 'object';
    case 'enum':
      return 'string';
    case 'unknown':
      return 'any';
    default:
      return def.type;
  }
}

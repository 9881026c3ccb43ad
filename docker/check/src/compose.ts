import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const service = z.strictObject({
  /** Absent for images that others make. */
  build: z.strictObject({ context: z.string(), dockerfile: z.string() }).optional(),
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.coerce.string()).default({}),
  deploy: z.strictObject({ replicas: z.int().positive() }).default({ replicas: 1 }),
  networks: z.array(z.string()),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  read_only: z.boolean().default(false),
  tmpfs: z.array(z.string()).default([]),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  profiles: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.string() })).default({}),
  restart: z.string().optional(),
  stop_grace_period: z.string().optional(),
});

/** A service of a compose file. */
export type ComposeService = z.output<typeof service>;

/** What a compose file says, as far as it is acted on here; anything else in it is an error. */
export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  /** Networks by name; an internal one leads nowhere else. */
  readonly networks: Readonly<Record<string, { readonly internal: boolean }>>;
}

const file = z.object({
  services: z.record(z.string(), service),
  networks: z.record(
    z.string(),
    z
      .strictObject({ internal: z.boolean().default(false) })
      .nullable()
      .transform((network) => network ?? { internal: false }),
  ),
});

/** @throws Error naming what the file says beyond what is understood here */
export function readCompose(path: string): Compose {
  const text = readFileSync(path, 'utf8').replace(/\$\{\w+:-([^}]*)\}/g, '$1');
  return file.parse(parse(text, { merge: true }));
}

/** The Dockerfile of a service; undefined where the image is made by others. */
export function dockerfileOf(composeFile: string, { build }: ComposeService): string | undefined {
  return build && resolve(dirname(composeFile), build.context, build.dockerfile);
}

/** Services in the order in which they start. */
export function startOrder({ services }: Compose): string[] {
  const order: string[] = [];
  const visit = (name: string): void => {
    if (order.includes(name)) return;
    for (const before of Object.keys(services[name]?.depends_on ?? {})) visit(before);
    order.push(name);
  };
  for (const [name, { profiles }] of Object.entries(services)) if (profiles.length === 0) visit(name);
  return order;
}

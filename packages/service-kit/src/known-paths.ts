/** Remembers which methods each path pattern takes, so that a wrong method can be told from a wrong path. */
export interface KnownPaths {
  add(pattern: string, methods: readonly string[]): void;
  /** Methods that a concrete path takes, sorted; empty when there is nothing at that path. */
  methodsOf(path: string): string[];
}

export function createKnownPaths(): KnownPaths {
  const patterns = new Map<string, { matches: RegExp; methods: Set<string> }>();
  return {
    add(pattern, methods) {
      const known = patterns.get(pattern) ?? { matches: toRegExp(pattern), methods: new Set() };
      for (const method of methods) known.methods.add(method);
      patterns.set(pattern, known);
    },
    methodsOf(path) {
      const found = new Set<string>();
      for (const { matches, methods } of patterns.values()) {
        if (matches.test(path)) for (const method of methods) found.add(method);
      }
      return [...found].sort();
    },
  };
}

/** Patterns as fastify writes them: `:name` is one part of a path, `*` is any rest. */
function toRegExp(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replace(/:\w+/g, '[^/]+');
  return new RegExp(`^${source}$`);
}

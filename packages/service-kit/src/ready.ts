/** What a process says on stdout once it answers: the address of each of its listeners, by name. */
export interface ReadyLine {
  readonly ready: Readonly<Record<string, string>>;
}

/** Writes the ready line, the only thing a service writes to stdout. */
export function announceReady(
  addresses: Readonly<Record<string, string>>,
  write: (line: string) => unknown = (line) => process.stdout.write(line),
): void {
  write(`${JSON.stringify({ ready: addresses } satisfies ReadyLine)}\n`);
}

/** Reads a ready line; undefined when the line says something else. */
export function parseReady(line: string): Readonly<Record<string, string>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('ready' in value)) return undefined;
    const { ready } = value;
    if (typeof ready !== 'object' || ready === null) return undefined;
    if (!Object.values(ready).every((address) => typeof address === 'string')) return undefined;
    return ready as Record<string, string>;
  } catch {
    return undefined;
  }
}

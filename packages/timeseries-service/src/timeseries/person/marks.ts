/** Server-owned times of a profile, Unix seconds. */
export type Marks = Readonly<Record<string, number>>;

/** The later time of each name: an old batch that arrives late does not turn a mark back. */
export function latestMarks(...all: readonly (Marks | undefined)[]): Marks {
  const latest: Record<string, number> = {};
  for (const marks of all) {
    for (const name in marks) latest[name] = Math.max(latest[name] ?? Number.NEGATIVE_INFINITY, marks[name]!);
  }
  return latest;
}

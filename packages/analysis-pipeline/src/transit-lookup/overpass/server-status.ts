/** Lines of a status page on which a busy server says how many requests it would take, or when. */
const slotsLine = 4;

/**
 * How many seconds an Overpass server wants to be left alone, from its status page: `2 slots available now.`, or lines
 * such as `Slot available after: 2024-06-10T08:00:00Z, in 12 seconds.` Undefined when it does not say.
 */
export function secondsToWait(page: string): number | undefined {
  const lines = page.split('\n');
  const slots = numberAt(lines[slotsLine], 0);
  if (slots !== undefined && slots > 0) return 0;
  const first = slots === undefined ? slotsLine : slotsLine + 1;
  const waits = [lines[first], lines[first + 1]].flatMap((line) => numberAt(line, 5) ?? []);
  return waits.length === 0 ? undefined : Math.min(...waits);
}

/** The whole number that a line has as one of its words. */
function numberAt(line: string | undefined, word: number): number | undefined {
  const text = line?.trim().split(/\s+/)[word] ?? '';
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

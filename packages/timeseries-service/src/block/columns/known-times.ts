import { formattedTimes } from '../formatted-time.js';
import type { Group } from '../gather.js';
import { Instants } from '../instants.js';

/** The group with its known times written out. */
export function withTimes(group: Group): Group {
  const { known, columns, rows } = group;
  if (known === undefined) return group;
  const instants = new Map(
    Array.from(known.offsets, ([time, offsets]) => [
      time,
      new Instants(new Float64Array(columns[time] as number[]), offsets),
    ]),
  );
  const written = columns.slice();
  for (const [leaf, derivation] of known.derivations) {
    const of = instants.get(derivation.time)!;
    written[leaf] =
      derivation.from === 'formatted'
        ? formattedTimes(of, 0, rows.length)
        : rows.map((_, row) => of.fieldAt(row, derivation.field));
  }
  return { shape: group.shape, columns: written, rows };
}

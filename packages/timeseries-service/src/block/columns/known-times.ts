import { formattedTimes } from '../formatted-time.js';
import type { Group, KnownTime, KnownTimes } from '../gather.js';
import { Instants, isFormatted } from '../instants.js';
import type { Shape } from '../shape.js';
import { findOffsets } from './offsets.js';

/**
 * Finds the formatted times and local dates that are in every row what their times make them, so that nobody has to look
 * at them again. Undefined when there are none.
 */
export function findKnownTimes(shape: Shape, columns: readonly ArrayLike<unknown>[]): KnownTimes | undefined {
  const derivations = new Map<number, KnownTime>();
  const instants = new Map<number, Instants | undefined>();
  for (const derivation of shape.derivations) {
    if (derivation.from === 'copy') continue;
    const { leaf, time } = derivation;
    let of = instants.get(time);
    if (of === undefined && !instants.has(time)) {
      of = instantsOf(shape, columns, time);
      instants.set(time, of);
    }
    if (of !== undefined && isDerived(columns[leaf]!, derivation, of)) derivations.set(leaf, derivation);
  }
  if (derivations.size === 0) return undefined;
  const known = [...new Set(Array.from(derivations.values(), ({ time }) => time))];
  return { derivations, offsets: new Map(known.map((time) => [time, instants.get(time)!.offsets])) };
}

function instantsOf(
  shape: Shape,
  columns: readonly ArrayLike<unknown>[],
  time: number,
): Instants | undefined {
  const offsets = findOffsets(shape, columns, time);
  return offsets && new Instants(Float64Array.from(columns[time] as ArrayLike<number>), offsets);
}

function isDerived(values: ArrayLike<unknown>, derivation: KnownTime, instants: Instants): boolean {
  if (derivation.from === 'formatted') {
    for (let row = 0; row < values.length; row++)
      if (!isFormatted(values[row] as string, instants, row)) return false;
    return true;
  }
  const { field } = derivation;
  for (let row = 0; row < values.length; row++)
    if (!Object.is(values[row], instants.fieldAt(row, field))) return false;
  return true;
}

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

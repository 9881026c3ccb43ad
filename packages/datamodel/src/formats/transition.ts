import type { EntryData } from '../entry.js';
import type { TransitionNames } from './codes.js';
import { addWriteTimes, type Conversion, ConversionError, type Converter, copyOf } from './conversion.js';

/**
 * Converter of state-machine transitions with the names of one platform. The time becomes that of writing; what the
 * codes cannot say is kept beside them: the sensed time where it differs, and a name that shares its code.
 */
export function transitionConverter(names: TransitionNames): Converter {
  return (data, conversion) => {
    if (conversion.converted && isConverted(data)) return complete(data, conversion);
    const state = codeOf(data.currState ?? data.curr_state, names.states, 'currState');
    const transition =
      data.transition === null ? null : codeOf(data.transition, names.transitions, 'transition');
    const writeTime = conversion.metadata.write_ts;
    const result: EntryData = { curr_state: state, transition, ts: writeTime };
    addWriteTimes(result, { ...conversion, converted: false });
    if (typeof data.ts === 'number' && data.ts !== writeTime) result.sensed_ts = data.ts;
    if (names.transitions.isAmbiguous(data.transition)) result.transition_raw = data.transition;
    return result;
  };
}

function isConverted({ curr_state, transition }: EntryData): boolean {
  return typeof curr_state === 'number' && (typeof transition === 'number' || transition === null);
}

function complete(data: EntryData, conversion: Conversion): EntryData {
  const result = copyOf(data);
  if (result.ts === undefined) result.ts = conversion.metadata.write_ts;
  addWriteTimes(result, conversion);
  return result;
}

function codeOf(value: unknown, table: TransitionNames['states'], member: string): number {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  const code = table.code(value);
  if (code !== undefined) return code;
  throw new ConversionError(value == null ? 'entry-field-missing' : 'entry-field-invalid', `data.${member}`);
}

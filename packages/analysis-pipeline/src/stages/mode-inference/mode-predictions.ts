import { PredictedMode } from '@sojourn/datamodel/streams';
import { inferredSectionKey } from '../stream-keys.js';
import type { EntryView } from '../working-set.js';

/** The inferred mode of each cleaned section, by the section's id; unknown for those that have none. */
export function inferredModes(sectionIds: Iterable<string>, view: EntryView): Map<string, number> {
  const modes = new Map<string, number>();
  for (const { data } of view.all(inferredSectionKey)) {
    const { cleaned_section, sensed_mode } = data as {
      cleaned_section?: { $oid: string };
      sensed_mode: number;
    };
    if (cleaned_section !== undefined) modes.set(cleaned_section.$oid, sensed_mode);
  }
  return new Map([...sectionIds].map((id) => [id, modes.get(id) ?? PredictedMode.UNKNOWN]));
}

import { useLanguage } from '../language/index.js';
import { labelKinds, type Trip } from '../trips/index.js';
import { LabelChip } from './label-chip.js';
import { labelOf, needsLabels, type Said } from './said.js';

interface LabelChipsProps {
  readonly trip: Trip;
  readonly said: readonly Said[];
  /** Whether kinds that have no label yet are offered, too. */
  readonly showAll: boolean;
}

/** The labels of a trip, and the way to give it some: one press opens the choice, the next makes it. */
export function LabelChips({ trip, said, showAll }: LabelChipsProps) {
  const { messages } = useLanguage();
  const isAsked = needsLabels(trip, said);
  const chips = labelKinds.flatMap((kind) => {
    const label = labelOf(trip, kind, said);
    const isOffered = showAll || (isAsked && kind !== 'replaced_mode');
    return label || isOffered ? [<LabelChip key={kind} trip={trip} kind={kind} label={label} />] : [];
  });
  if (chips.length === 0) return null;
  return (
    <fieldset className="label-chips">
      <legend className="hidden-visually">{messages.labels.title}</legend>
      {chips}
    </fieldset>
  );
}

import { Clock3, Plus, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useLanguage } from '../language/index.js';
import type { LabelKind, Trip } from '../trips/index.js';
import { LabelChoice } from './label-choice.js';
import { labelText } from './label-options.js';
import { type ShownLabel, suggestionOf } from './said.js';

interface LabelChipProps {
  readonly trip: Trip;
  readonly kind: LabelKind;
  readonly label: ShownLabel | undefined;
}

/** One label of a trip, or the offer to give it one. */
export function LabelChip({ trip, kind, label }: LabelChipProps) {
  const { messages, format } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const suggestion = label ? undefined : suggestionOf(trip, kind);
  const isSure = suggestion !== undefined && suggestion.probability >= trip.threshold;
  const value = label?.value ?? suggestion?.value;
  const text = value === undefined ? messages.labels[kind] : labelText(value, messages.labels.values);
  const state = label ? 'given' : isSure ? 'suggested' : 'open';
  const name = suggestion ? messages.labels.suggested(text, format.percent(suggestion.probability)) : text;
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button
        className="chip label-chip"
        data-state={state}
        aria-label={`${messages.labels[kind]}: ${name}${label?.isPending ? `. ${messages.labels.pending}` : ''}`}
      >
        {!label &&
          (suggestion ? <Sparkles size={13} aria-hidden="true" /> : <Plus size={13} aria-hidden="true" />)}
        {text}
        {suggestion && ' '}
        {suggestion && <span className="quiet">{format.percent(suggestion.probability)}</span>}
        {label?.isPending && <Clock3 size={13} aria-hidden="true" />}
      </Button>
      <Popover className="popover" placement="bottom start">
        <Dialog className="label-dialog" aria-label={messages.labels.choose[kind]}>
          <LabelChoice trip={trip} kind={kind} given={label?.value} onDone={() => setOpen(false)} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

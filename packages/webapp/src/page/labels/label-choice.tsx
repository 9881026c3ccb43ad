import { useState } from 'react';
import { Button, Form, Input, ListBox, ListBoxItem, TextField } from 'react-aria-components';
import { useLanguage } from '../language/index.js';
import type { LabelKind, Trip } from '../trips/index.js';
import { explainError } from '../ui/index.js';
import { customKinds, labelOptions, labelText } from './label-options.js';
import { suggestionOf } from './said.js';
import { useAddCustomLabel, useCustomLabels, useSetLabel } from './said-query.js';

interface LabelChoiceProps {
  readonly trip: Trip;
  readonly kind: LabelKind;
  readonly given: string | undefined;
  onDone(): void;
}

/** What a trip can be labelled with: the suggestion first, then one's own labels, then everybody's. */
export function LabelChoice({ trip, kind, given, onDone }: LabelChoiceProps) {
  const { messages } = useLanguage();
  const setLabel = useSetLabel();
  const custom = useCustomLabels();
  const own = kind === 'replaced_mode' ? [] : (custom.data?.[customKinds[kind]] ?? []);
  const suggested = suggestionOf(trip, kind)?.value;
  const values = new Set([...(suggested ? [suggested] : []), ...own, ...labelOptions[kind]]);
  const choose = (value: string) => setLabel.mutate({ trip, kind, value }, { onSuccess: onDone });
  return (
    <>
      <h3>{messages.labels.choose[kind]}</h3>
      {setLabel.isError && (
        <p className="alarm" role="alert">
          {messages.labels.failed} {explainError(setLabel.error, messages)}
        </p>
      )}
      <ListBox
        className="label-list"
        aria-label={messages.labels.choose[kind]}
        selectionMode="single"
        selectedKeys={given === undefined ? [] : [given]}
        autoFocus="first"
        onSelectionChange={(keys) => {
          const [value] = keys === 'all' ? [] : [...keys];
          choose(String(value ?? given));
        }}
      >
        {[...values].map((value) => (
          <ListBoxItem key={value} id={value} textValue={labelText(value, messages.labels.values)}>
            {value === suggested
              ? messages.labels.confirm(labelText(value, messages.labels.values))
              : labelText(value, messages.labels.values)}
          </ListBoxItem>
        ))}
      </ListBox>
      {kind !== 'replaced_mode' && <OwnLabel kind={kind} onAdd={choose} />}
    </>
  );
}

function OwnLabel({ kind, onAdd }: { kind: keyof typeof customKinds; onAdd(value: string): void }) {
  const { messages } = useLanguage();
  const [text, setText] = useState('');
  const add = useAddCustomLabel();
  return (
    <Form
      className="own-label"
      onSubmit={(event) => {
        event.preventDefault();
        const value = text.trim();
        if (value) add.mutate({ kind, value }, { onSuccess: () => onAdd(value) });
      }}
    >
      <TextField aria-label={messages.labels.own} value={text} onChange={setText} maxLength={80}>
        <Input placeholder={messages.labels.own} />
      </TextField>
      <Button type="submit" className="button" isDisabled={text.trim() === ''}>
        {messages.labels.add}
      </Button>
    </Form>
  );
}

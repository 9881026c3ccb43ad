import { Pencil } from 'lucide-react';
import { useState } from 'react';
import {
  Button,
  Dialog,
  DialogTrigger,
  Form,
  Input,
  Label,
  Popover,
  Text,
  TextField,
} from 'react-aria-components';
import { useLanguage } from '../language/index.js';
import { type PlaceName, useNamePlace } from '../places/index.js';
import type { Place } from '../trips/index.js';
import { explainError } from '../ui/index.js';

interface PlaceNamingProps {
  readonly place: Place;
  readonly name: PlaceName;
  onFocusChange(isFocused: boolean): void;
}

/** Lets a person call a place what they call it. */
export function PlaceNaming({ place, name, onFocusChange }: PlaceNamingProps) {
  const { messages } = useLanguage();
  return (
    <DialogTrigger>
      <Button
        className="name-button"
        aria-label={messages.places.rename(name.text)}
        onFocusChange={onFocusChange}
      >
        <Pencil size={13} aria-hidden="true" />
      </Button>
      <Popover className="popover" placement="bottom start">
        <Dialog className="dialog" aria-label={messages.places.rename(name.text)}>
          {({ close }) => <NameForm place={place} name={name} onDone={close} />}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function NameForm({ place, name, onDone }: { place: Place; name: PlaceName; onDone(): void }) {
  const { messages } = useLanguage();
  const [text, setText] = useState(name.own?.text ?? '');
  const naming = useNamePlace();
  const save = (chosen: string) => naming.mutate({ place, text: chosen }, { onSuccess: onDone });
  return (
    <Form
      className="name-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!naming.isPending && text.trim() !== '') save(text.trim());
      }}
    >
      <TextField className="field" value={text} onChange={setText} maxLength={80} autoFocus>
        <Label>{messages.places.name}</Label>
        <Input placeholder={messages.places.example} />
        <Text slot="description" className="quiet">
          {messages.places.hint}
        </Text>
      </TextField>
      {naming.isError && (
        <p className="alarm" role="alert">
          {messages.places.failed} {explainError(naming.error, messages)}
        </p>
      )}
      <div className="name-actions">
        <Button
          type="submit"
          className="button primary"
          isDisabled={text.trim() === ''}
          isPending={naming.isPending}
        >
          {messages.places.save}
        </Button>
        {name.own && (
          <Button className="button" onPress={() => save('')}>
            {messages.places.forget}
          </Button>
        )}
      </div>
    </Form>
  );
}

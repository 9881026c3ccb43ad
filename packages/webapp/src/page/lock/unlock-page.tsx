import { isSojournError } from '@sojourn/datamodel';
import { useMutation } from '@tanstack/react-query';
import { LockKeyhole } from 'lucide-react';
import { useState } from 'react';
import { Button, FieldError, Form, Input, Label, Text, TextField } from 'react-aria-components';
import { type Messages, useLanguage } from '../language/index.js';
import { explainError, Segments } from '../ui/index.js';
import { leases, type SecretKind, secretKinds, unlockOf } from './secret.js';
import { useLock } from './use-lock.js';

/** Says that the diary is locked, and asks for what opens it. The secret stays in this form until it is sent. */
export function UnlockPage() {
  const { messages, format } = useLanguage();
  const { unlock } = useLock();
  const [kind, setKind] = useState<SecretKind>('passphrase');
  const [secret, setSecret] = useState('');
  const [ttl, setTtl] = useState<number>(leases[1]);
  const opening = useMutation({
    mutationFn: async () => {
      const said = unlockOf(kind, secret, ttl);
      if (said === undefined) throw new NoSecret();
      await unlock(said);
    },
    // A mutation remembers what it was given; this one is given nothing and forgotten at once.
    gcTime: 0,
    onSuccess: () => setSecret(''),
  });
  return (
    <div className="unlock">
      <div className="sign-in-card">
        <LockKeyhole size={44} strokeWidth={1.5} aria-hidden="true" />
        <h1>{messages.lock.title}</h1>
        <p className="lead">{messages.lock.lead}</p>
        <Form
          validationErrors={opening.error ? { secret: explain(opening.error, kind, messages) } : {}}
          onSubmit={(event) => {
            event.preventDefault();
            if (!opening.isPending) opening.mutate();
          }}
        >
          <Segments<SecretKind>
            label={messages.lock.kind}
            options={secretKinds.map((id) => ({ id, name: messages.lock.kinds[id] }))}
            chosen={kind}
            onChoose={(chosen) => {
              setKind(chosen);
              setSecret('');
              opening.reset();
            }}
          />
          <TextField
            name="secret"
            type="password"
            autoComplete="off"
            isRequired
            value={secret}
            onChange={setSecret}
          >
            <Label>{messages.lock.kinds[kind]}</Label>
            <Input spellCheck="false" />
            <Text slot="description">{messages.lock.hints[kind]}</Text>
            <FieldError />
          </TextField>
          <div className="field">
            <span className="field-name">{messages.lock.lease}</span>
            <Segments
              label={messages.lock.lease}
              options={leases.map((seconds) => ({ id: String(seconds), name: leaseName(seconds, format) }))}
              chosen={String(ttl)}
              onChoose={(chosen) => setTtl(Number(chosen))}
            />
          </div>
          <Button type="submit" className="button primary" isPending={opening.isPending}>
            {messages.lock.unlock}
          </Button>
        </Form>
        <p className="quiet">{messages.lock.meanwhile}</p>
      </div>
    </div>
  );
}

/** The text that was typed in cannot be a secret of its kind. */
class NoSecret extends Error {}

function explain(error: Error, kind: SecretKind, messages: Messages): string {
  if (error instanceof NoSecret) return messages.lock.noSecret[kind];
  if (isSojournError(error) && error.code === 'unlock-failed') return messages.lock.wrong[kind];
  if (isSojournError(error) && error.code === 'rate-limited') return messages.signIn.tooMany;
  return explainError(error, messages);
}

function leaseName(seconds: number, format: ReturnType<typeof useLanguage>['format']): string {
  return seconds < 86_400 ? format.duration(seconds) : format.days(seconds / 86_400);
}

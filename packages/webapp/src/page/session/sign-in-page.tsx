import { isSojournError } from '@sojourn/datamodel';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, FieldError, Form, Input, Label, Text, TextField } from 'react-aria-components';
import { type Messages, useLanguage } from '../language/index.js';
import { Brand } from '../ui/index.js';
import { isUnknownCaller, useDoor } from './session.js';

/** Asks for the token; it goes into a cookie that scripts cannot read, and nowhere else. */
export function SignInPage() {
  const { messages } = useLanguage();
  const door = useDoor();
  const [token, setToken] = useState('');
  const signIn = useMutation({ mutationFn: door.signIn });
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <Brand size={56} />
        <h1>{messages.signIn.title}</h1>
        <p className="lead">{messages.signIn.lead}</p>
        <Form
          validationErrors={signIn.error ? { token: explain(signIn.error, messages) } : {}}
          onSubmit={(event) => {
            event.preventDefault();
            if (!signIn.isPending) signIn.mutate(token.trim());
          }}
        >
          <TextField
            name="token"
            type="password"
            autoComplete="current-password"
            isRequired
            value={token}
            onChange={setToken}
            autoFocus
          >
            <Label>{messages.signIn.token}</Label>
            <Input spellCheck="false" />
            <Text slot="description">{messages.signIn.hint}</Text>
            <FieldError />
          </TextField>
          <Button type="submit" className="button primary" isPending={signIn.isPending}>
            {messages.signIn.submit}
          </Button>
        </Form>
      </div>
    </main>
  );
}

function explain(error: Error, messages: Messages): string {
  if (isUnknownCaller(error)) return messages.signIn.unknown;
  if (!isSojournError(error)) return messages.errors.unexpected;
  if (error.code === 'rate-limited') return messages.signIn.tooMany;
  if (error.code === 'network-failed' || error.code === 'timed-out') return messages.errors.offline;
  return error.message;
}

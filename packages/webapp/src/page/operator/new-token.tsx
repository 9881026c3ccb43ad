import { type Role, roles } from '@sojourn/datamodel/http';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Button, Form, Input, Label, TextField } from 'react-aria-components';
import { api } from '../api/index.js';
import { useLanguage } from '../language/index.js';
import { CopyButton, explainError, Segments } from '../ui/index.js';
import { QrCode } from './qr-code.js';

/** Makes a token and shows it for the only time, also as a code that the phone app reads. */
export function NewToken() {
  const { messages } = useLanguage();
  const queries = useQueryClient();
  const [label, setLabel] = useState('');
  const [prefix, setPrefix] = useState('');
  const [role, setRole] = useState<Role>('participant');
  const make = useMutation({
    mutationFn: async () => {
      const [made] = await api.makeTokens({ role, label, ...(prefix === '' ? {} : { prefix }) });
      return made!;
    },
    onSuccess: () => {
      setLabel('');
      return queries.invalidateQueries({ queryKey: ['tokens'] });
    },
  });
  return (
    <>
      <Form
        className="new-token"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <TextField className="field" value={label} onChange={setLabel} maxLength={256}>
          <Label>{messages.operator.label}</Label>
          <Input placeholder={messages.operator.labelHint} />
        </TextField>
        <TextField className="field" value={prefix} onChange={setPrefix} maxLength={256} pattern="[\w.\-]*">
          <Label>{messages.operator.prefix}</Label>
          <Input placeholder="nrelop_study_group_" spellCheck="false" />
        </TextField>
        <Segments<Role>
          label={messages.operator.role}
          options={roles.map((id) => ({ id, name: messages.operator.roles[id] }))}
          chosen={role}
          onChoose={setRole}
        />
        <Button type="submit" className="button primary" isPending={make.isPending}>
          <KeyRound size={16} aria-hidden="true" />
          {messages.operator.make}
        </Button>
      </Form>
      {make.isError && (
        <p className="alarm" role="alert">
          {explainError(make.error, messages)}
        </p>
      )}
      {make.data && (
        <div className="made-token" role="status">
          {make.data.role === 'participant' && (
            <QrCode
              text={`nrelopenpath://login_token?token=${make.data.token}`}
              label={messages.operator.qr}
            />
          )}
          <div>
            <p>{messages.operator.shownOnce}</p>
            <code className="token-text">{make.data.token}</code>
            <CopyButton text={make.data.token} />
          </div>
        </div>
      )}
    </>
  );
}

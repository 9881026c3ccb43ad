import type { PersonId } from '@sojourn/datamodel';
import type { Job } from '@sojourn/datamodel/http';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { Button, Form, Input, Label, TextField } from 'react-aria-components';
import { api } from '../api/index.js';
import { reasonText, useLanguage } from '../language/index.js';
import { explainError } from '../ui/index.js';
import { shortId } from './people-names.js';

/** Whom an operator has asked to erase, as the list called them then: afterwards it knows them no more. */
export interface Erasing {
  readonly person: PersonId;
  readonly name: string | undefined;
}

const LOOK_AGAIN = 500;
/** What an erasure changes. */
const changed = ['storage', 'tokens', 'waiting-people', 'jobs', 'stage-figures'];

/** Asks for the person's name before it erases them, and shows how far it is. It goes on when the window is closed. */
export function ErasePerson({ erasing, onClose }: { erasing: Erasing | undefined; onClose(): void }) {
  const { messages } = useLanguage();
  const title = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (erasing) dialog.current?.showModal();
    else dialog.current?.close();
  }, [erasing]);
  return (
    <dialog ref={dialog} className="modal" aria-labelledby={title} onClose={onClose}>
      <h2 id={title}>{messages.operator.eraseTitle}</h2>
      {erasing && <Erasure key={erasing.person} erasing={erasing} onClose={onClose} />}
    </dialog>
  );
}

function Erasure({ erasing: { person, name }, onClose }: { erasing: Erasing; onClose(): void }) {
  const { messages } = useLanguage();
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const wanted = name ?? shortId(person);
  const isSure = [wanted, person].includes(typed.trim());
  const start = useMutation({
    mutationFn: () => api.startJob({ name: 'erase', parameters: { person } }),
  });
  const job = useQuery<Job>({
    queryKey: ['job', start.data?.id],
    enabled: start.data !== undefined,
    refetchInterval: ({ state }) => (state.data && state.data.ended !== null ? false : LOOK_AGAIN),
    queryFn: async ({ signal }) => {
      const now = await api.job(start.data!.id, { signal });
      if (now.ended !== null)
        await Promise.all(changed.map((key) => queries.invalidateQueries({ queryKey: [key] })));
      return now;
    },
  });
  if (start.data) return <Progress job={job.data ?? start.data} error={job.error} onClose={onClose} />;
  return (
    <Form
      className="erase-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isSure && !start.isPending) start.mutate();
      }}
    >
      <p>{messages.operator.eraseWarning(wanted)}</p>
      <TextField className="field" value={typed} onChange={setTyped} autoFocus autoComplete="off">
        <Label>{messages.operator.eraseConfirm(wanted)}</Label>
        <Input spellCheck="false" />
      </TextField>
      {start.isError && (
        <p className="alarm" role="alert">
          {explainError(start.error, messages)}
        </p>
      )}
      <div className="confirm-actions">
        <Button className="button" onPress={onClose}>
          {messages.app.cancel}
        </Button>
        <Button type="submit" className="button danger" isDisabled={!isSure} isPending={start.isPending}>
          {messages.operator.erase}
        </Button>
      </div>
    </Form>
  );
}

function Progress({ job, error, onClose }: { job: Job; error: Error | null; onClose(): void }) {
  const { messages } = useLanguage();
  const { status, progress } = job;
  const said =
    error && job.ended === null
      ? explainError(error, messages)
      : job.error
        ? `${messages.operator.statuses[status]}: ${reasonText(job.error.code, messages.reasons)}`
        : status === 'done'
          ? messages.operator.erased
          : messages.operator.statuses[status];
  return (
    <div className="erase-form">
      <ul className="erase-steps">
        {progress.map(({ step, done, total }) => (
          <li key={step}>
            <label>
              {step}
              <span className="quiet">
                {done}/{total ?? '?'}
              </span>
              <progress value={done} max={Math.max(1, total ?? done)} />
            </label>
          </li>
        ))}
      </ul>
      <p role="status" data-status={status}>
        {said}
      </p>
      <div className="confirm-actions">
        <Button className="button" onPress={onClose} autoFocus>
          {messages.app.close}
        </Button>
      </div>
    </div>
  );
}

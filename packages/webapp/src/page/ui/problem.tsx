import { isSojournError } from '@sojourn/datamodel';
import { CloudOff } from 'lucide-react';
import { Button } from 'react-aria-components';
import { type Messages, reasonText, useLanguage } from '../language/index.js';

/** Says what went wrong and what to do about it. */
export function Problem({ error, retry }: { error: unknown; retry?: () => void }) {
  const { messages } = useLanguage();
  return (
    <div className="notice" role="alert">
      <CloudOff size={28} aria-hidden="true" />
      <p>{explainError(error, messages)}</p>
      {retry && (
        <Button className="button" onPress={retry}>
          {messages.app.retry}
        </Button>
      )}
    </div>
  );
}

/** An error in words for people. */
export function explainError(error: unknown, messages: Messages): string {
  if (!isSojournError(error)) return messages.errors.unexpected;
  if (error.code === 'network-failed' || error.code === 'timed-out') return messages.errors.offline;
  if (error.status === 423) return messages.errors.locked;
  const words = reasonText(error.code, messages.reasons);
  return error.detail === undefined ? words : `${words}: ${error.detail}`;
}

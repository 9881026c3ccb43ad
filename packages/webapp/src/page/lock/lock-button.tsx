import type { LockState } from '@sojourn/datamodel/http';
import { useMutation } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useLanguage } from '../language/index.js';
import { useLock } from './use-lock.js';

/** Closes a diary that its owner has opened for a while; nothing for all others. */
export function LockButton({ state }: { state: LockState }) {
  const { messages, format } = useLanguage();
  const { lock } = useLock();
  const closing = useMutation({ mutationFn: lock });
  if (state.custody !== 'presented' || state.locked) return null;
  return (
    <Button className="navigation-settings" isPending={closing.isPending} onPress={() => closing.mutate()}>
      <Lock aria-hidden="true" />
      {messages.lock.lock}
      {state.expires !== null && (
        <span className="hidden-visually">{messages.lock.openUntil(format.instant(state.expires))}</span>
      )}
    </Button>
  );
}

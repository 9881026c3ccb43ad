import { useMutation } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useLanguage } from '../language/index.js';

/** Puts a text where it can be pasted from. Browsers offer that to pages over TLS or on the same machine alone. */
export function CopyButton({ text }: { text: string }) {
  const { messages } = useLanguage();
  const copy = useMutation({ mutationFn: (copied: string) => navigator.clipboard.writeText(copied) });
  if (!('clipboard' in navigator)) return null;
  return (
    <span className="copy">
      <Button className="button" onPress={() => copy.mutate(text)}>
        <Copy size={16} aria-hidden="true" />
        {messages.app.copy}
      </Button>
      <span role="status" className="quiet">
        {copy.isSuccess && copy.variables === text && messages.app.copied}
        {copy.isError && messages.errors.unexpected}
      </span>
    </span>
  );
}

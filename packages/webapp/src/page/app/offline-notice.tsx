import { CloudOff } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useLanguage } from '../language/index.js';

/** Says that what is shown may be old, while there is no network. */
export function OfflineNotice() {
  const { messages } = useLanguage();
  const isOnline = useSyncExternalStore(watch, () => navigator.onLine);
  return (
    <div role="status" className="offline">
      {!isOnline && (
        <p className="offline-notice">
          <CloudOff size={16} aria-hidden="true" />
          {messages.app.offline}
        </p>
      )}
    </div>
  );
}

function watch(changed: () => void): () => void {
  for (const event of ['online', 'offline']) window.addEventListener(event, changed);
  return () => {
    for (const event of ['online', 'offline']) window.removeEventListener(event, changed);
  };
}

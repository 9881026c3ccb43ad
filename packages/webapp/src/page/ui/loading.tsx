import { ProgressBar } from 'react-aria-components';
import { useLanguage } from '../language/index.js';

/** A place holder until something has arrived. */
export function Loading() {
  const { messages } = useLanguage();
  return (
    <ProgressBar className="loading" isIndeterminate aria-label={messages.app.loading}>
      <span />
      <span />
      <span />
    </ProgressBar>
  );
}

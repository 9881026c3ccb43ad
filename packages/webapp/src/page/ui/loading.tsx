import { useLanguage } from '../language/index.js';

/** A place holder until something has arrived. */
export function Loading() {
  const { messages } = useLanguage();
  return (
    <div className="loading" role="progressbar" aria-label={messages.app.loading}>
      <span />
      <span />
      <span />
    </div>
  );
}

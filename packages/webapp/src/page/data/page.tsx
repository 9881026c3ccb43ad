import { useLanguage } from '../language/index.js';
import { DownloadForm } from './download-form.js';
import { Gaps } from './gaps.js';
import { SetAside } from './set-aside.js';
import { StoredStreams } from './stored-streams.js';

/** What is stored about somebody, and the way to take it along. */
export function DataPage() {
  const { messages } = useLanguage();
  return (
    <div className="page data-page">
      <header>
        <h1>{messages.data.title}</h1>
        <p className="quiet">{messages.data.lead}</p>
      </header>
      <div className="data-columns">
        <StoredStreams />
        <div className="data-aside">
          <DownloadForm />
          <Gaps />
          <SetAside />
        </div>
      </div>
    </div>
  );
}

import { createDownloads } from './downloads.js';
import { forgetPersonalAnswers, personalAnswer, publicFile, thePage } from './offline.js';

declare const self: ServiceWorkerGlobalScope;

const downloads = createDownloads();

self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', (event) => {
  const message = event.data as { type?: string };
  if (message.type === 'forget') event.waitUntil(forgetPersonalAnswers());
  else if (message.type === 'download') downloads.expect(event);
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  const download = downloads.take(pathname);
  if (download) event.respondWith(download);
  else if (request.mode === 'navigate') event.respondWith(thePage(request));
  else if (/^\/(assets|geography\/(basemap|gazetteer))\//.test(pathname))
    event.respondWith(publicFile(request));
  else if (isRead(request, pathname)) event.respondWith(personalAnswer(request));
});

/** Whether a request only reads, so that its last answer may stand in for it without a network. */
function isRead({ method, headers }: Request, pathname: string): boolean {
  // Streams are for files; keeping them would be keeping everything twice.
  if (headers.get('accept') === 'application/x-ndjson') return false;
  if (method === 'GET') return pathname.startsWith('/v2/');
  return (
    method === 'POST' &&
    /^\/(v2\/entries|datastreams\/find_entries|timeline\/getTrips|result|pipeline|customlabel\/get)\b/.test(
      pathname,
    )
  );
}

/** Starts what keeps the page readable without a network; without it everything else works. */
export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register('/service-worker.js', { type: 'module' }).catch(() => undefined);
}

/** Deletes the answers that were kept of whoever was signed in. */
export function forgetOfflineAnswers(): void {
  navigator.serviceWorker?.controller?.postMessage({ type: 'forget' });
}

/** Milliseconds after the page was loaded: its own first requests come first. */
const AFTER_LOAD = 1_500;

/** Starts what keeps the page readable without a network; without it everything else works. */
export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  const register = () =>
    void navigator.serviceWorker.register('/service-worker.js', { type: 'module' }).catch(() => undefined);
  window.addEventListener('load', () => setTimeout(register, AFTER_LOAD), { once: true });
}

/** Deletes the answers that were kept of whoever was signed in. */
export function forgetOfflineAnswers(): void {
  navigator.serviceWorker?.controller?.postMessage({ type: 'forget' });
}

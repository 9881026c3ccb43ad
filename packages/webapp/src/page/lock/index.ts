export { LockButton } from './lock-button.js';
export { UnlockPage } from './unlock-page.js';
export { isLocked, useLock } from './use-lock.js';

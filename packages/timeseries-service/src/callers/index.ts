export { AUTH_MODES, type AuthMode, resolveMode } from './auth-mode.js';
export { createRateLimiter, type RateLimit, type RateLimiter } from './rate-limit.js';
export { createSessions, type Sessions } from './session.js';
export { SESSION_COOKIE } from './token.js';

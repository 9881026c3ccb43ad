export { AUTH_MODES, type AuthMode, createTokenRule, resolveMode, type TokenRule } from './auth-mode.js';
export { type Caller, type Callers, type CallersOptions, createCallers } from './callers.js';
export { createRateLimiter, type RateLimit, type RateLimiter } from './rate-limit.js';
export { createSessions, type Sessions } from './session.js';
export { type PresentedToken, presentedToken, SESSION_COOKIE } from './token.js';

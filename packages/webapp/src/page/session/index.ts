export { isUnknownCaller, sessionKey, sessionQuery, useDoor, useSession } from './session.js';
export { SignInPage } from './sign-in-page.js';

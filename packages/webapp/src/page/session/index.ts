export { isUnknownCaller, sessionKey, useDoor, useSession } from './session.js';
export { SignInPage } from './sign-in-page.js';

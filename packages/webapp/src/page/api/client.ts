import { createClient } from '@sojourn/datamodel/client';

/** The page's own server, for whoever the session cookie says. */
export const api = createClient({ baseUrl: location.origin, retry: { attempts: 2 } });

import { createClient } from '@sojourn/datamodel/client';

/** The page's own server, for whoever the session cookie says. */
export const api = createClient({ baseUrl: '', retry: { attempts: 2 } });

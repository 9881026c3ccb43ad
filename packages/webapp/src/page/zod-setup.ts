import { z } from 'zod';

// Under the content-security policy zod may not compile its checks; it has to know before any shape is made.
z.config({ jitless: true });

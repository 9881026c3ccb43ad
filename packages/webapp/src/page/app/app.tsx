import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { LanguageProvider } from '../language/index.js';
import { isLocked } from '../lock/index.js';
import { isUnknownCaller, sessionKey } from '../session/index.js';
import { createPageRouter } from './router.js';

const queries = new QueryClient({
  defaultOptions: {
    // The client tries again by itself where that makes sense.
    queries: { retry: false, staleTime: 60_000, refetchOnWindowFocus: true, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});
const router = createPageRouter(queries);

// A session or a lease on the key that ends while the page is open leads back to the door, wherever that is noticed.
queries.getQueryCache().subscribe((event) => {
  if (event.type !== 'updated' || event.action.type !== 'error') return;
  const { error } = event.action;
  if (isUnknownCaller(error) || isLocked(error)) void queries.invalidateQueries({ queryKey: sessionKey });
});

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        <RouterProvider router={router} />
      </LanguageProvider>
    </QueryClientProvider>
  );
}

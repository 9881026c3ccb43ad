import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { readDashboardSearch } from '../dashboard/index.js';
import { readDataSearch } from '../data/index.js';
import { readDiarySearch } from '../diary/index.js';
import type { Span } from '../format/index.js';
import { readOperatorSearch } from '../operator/index.js';
import { sessionQuery } from '../session/index.js';
import { fetchAhead } from '../trips/index.js';
import { NotFound } from './not-found.js';
import { Shell } from './shell.js';

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Shell,
  notFoundComponent: NotFound,
});

const diary = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: readDiarySearch,
  loaderDeps: ({ search: { day, span } }) => ({ day, span }),
  loader: ({ context: { queries }, deps: { day, span = 'day' }, cause }) => {
    // Not waited for: the page says itself what is still on its way.
    if (cause === 'enter') void openDiary(queries, day, span);
  },
  component: lazyRouteComponent(() => import('../diary/page.js'), 'DiaryPage'),
});

const labels = createRoute({
  getParentRoute: () => root,
  path: '/labels',
  component: lazyRouteComponent(() => import('../labels/page.js'), 'LabelsPage'),
});

const dashboard = createRoute({
  getParentRoute: () => root,
  path: '/dashboard',
  validateSearch: readDashboardSearch,
  component: lazyRouteComponent(() => import('../dashboard/page.js'), 'DashboardPage'),
});

const data = createRoute({
  getParentRoute: () => root,
  path: '/data',
  validateSearch: readDataSearch,
  component: lazyRouteComponent(() => import('../data/page.js'), 'DataPage'),
});

const operator = createRoute({
  getParentRoute: () => root,
  path: '/operator',
  validateSearch: readOperatorSearch,
  component: lazyRouteComponent(() => import('../operator/page.js'), 'OperatorPage'),
});

/** Every page by its address; what a page shows is in the query of the address. */
export function createPageRouter(queries: QueryClient) {
  return createRouter({
    context: { queries },
    routeTree: root.addChildren([diary, labels, dashboard, data, operator]),
    defaultPreload: 'intent',
  });
}

/** What fails here is told by the page, which asks for the same. */
async function openDiary(queries: QueryClient, day: string | undefined, span: Span): Promise<void> {
  const me = await queries.fetchQuery(sessionQuery).catch(() => null);
  if (me?.role === 'participant' && me.data?.locked === false) {
    await fetchAhead(queries, day, span).catch(() => undefined);
  }
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}

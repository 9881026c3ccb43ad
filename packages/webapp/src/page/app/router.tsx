import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { readDashboardSearch } from '../dashboard/index.js';
import { readDataSearch } from '../data/index.js';
import { readDiarySearch } from '../diary/index.js';
import { NotFound } from './not-found.js';
import { Shell } from './shell.js';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const diary = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: readDiarySearch,
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
  component: lazyRouteComponent(() => import('../operator/page.js'), 'OperatorPage'),
});

/** Every page by its address; what a page shows is in the query of the address. */
export function createPageRouter() {
  return createRouter({
    routeTree: root.addChildren([diary, labels, dashboard, data, operator]),
    defaultPreload: 'intent',
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}

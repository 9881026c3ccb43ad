import { Navigate, Outlet, useMatch } from '@tanstack/react-router';
import { useLanguage } from '../language/index.js';
import { UnlockPage } from '../lock/index.js';
import { useThemedDocument } from '../preferences/index.js';
import { SignInPage, useSession } from '../session/index.js';
import { Loading, Problem } from '../ui/index.js';
import { Navigation } from './navigation.js';
import { OfflineNotice } from './offline-notice.js';

/** What every page has around it; whoever is not signed in is asked to, and then sees the page they wanted. */
export function Shell() {
  useThemedDocument();
  const { messages } = useLanguage();
  const session = useSession();
  const diary = useMatch({ from: '/', shouldThrow: false });
  if (session.isPending) return <Loading />;
  if (session.isError) {
    return (
      <main className="alone">
        <Problem error={session.error} retry={() => void session.refetch()} />
      </main>
    );
  }
  if (session.data === null) return <SignInPage />;
  const { role, data } = session.data;
  return (
    <div className="app">
      <a className="skip" href="#content">
        {messages.app.skip}
      </a>
      <Navigation role={role} lock={data} />
      <OfflineNotice />
      <main id="content" tabIndex={-1}>
        {role === 'operator' && diary ? (
          <Navigate to="/operator" replace />
        ) : data?.locked ? (
          <UnlockPage />
        ) : (
          <Outlet />
        )}
      </main>
    </div>
  );
}

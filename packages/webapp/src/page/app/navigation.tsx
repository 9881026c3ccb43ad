import type { LockState } from '@sojourn/datamodel/http';
import { Link } from '@tanstack/react-router';
import { ChartColumn, HardDriveDownload, Route, ServerCog, Tags } from 'lucide-react';
import { useLanguage } from '../language/index.js';
import { LockButton } from '../lock/index.js';
import { Brand } from '../ui/index.js';
import { SettingsMenu } from './settings-menu.js';

/** The way to the pages; a rail at the side of wide windows, a bar at the foot of narrow ones. */
export function Navigation({ role, lock }: { role: string; lock: LockState | null }) {
  const { messages } = useLanguage();
  return (
    <nav className="navigation" aria-label={messages.app.navigation}>
      <span className="navigation-brand">
        <Brand />
        <span className="hidden-visually">{messages.app.name}</span>
      </span>
      <ul>
        {pagesOf(role).map(({ to, icon: Icon, name }) => (
          <li key={to}>
            <Link to={to} activeOptions={{ includeSearch: false, exact: true }}>
              <Icon aria-hidden="true" />
              {messages.app[name]}
            </Link>
          </li>
        ))}
      </ul>
      {lock && <LockButton state={lock} />}
      <SettingsMenu />
    </nav>
  );
}

const personal = [
  { to: '/', icon: Route, name: 'diary' },
  { to: '/labels', icon: Tags, name: 'labels' },
  { to: '/dashboard', icon: ChartColumn, name: 'dashboard' },
  { to: '/data', icon: HardDriveDownload, name: 'data' },
] as const;

const operating = [{ to: '/operator', icon: ServerCog, name: 'operator' }] as const;

/** The pages of somebody with this role; an operator has no diary. */
function pagesOf(role: string) {
  return role === 'operator' ? operating : personal;
}

import { Link } from '@tanstack/react-router';
import { Route } from 'lucide-react';
import { useLanguage } from '../language/index.js';
import { Brand } from '../ui/index.js';
import { SettingsMenu } from './settings-menu.js';

/** The way to the pages; a rail at the side of wide windows, a bar at the foot of narrow ones. */
export function Navigation({ role }: { role: string }) {
  const { messages } = useLanguage();
  return (
    <nav className="navigation" aria-label={messages.app.navigation}>
      <span className="navigation-brand">
        <Brand />
        <span className="hidden-visually">{messages.app.name}</span>
      </span>
      <ul>
        {role !== 'operator' && (
          <li>
            <Link to="/" activeOptions={{ includeSearch: false }}>
              <Route aria-hidden="true" />
              {messages.app.diary}
            </Link>
          </li>
        )}
      </ul>
      <SettingsMenu />
    </nav>
  );
}
